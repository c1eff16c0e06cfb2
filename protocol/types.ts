// The language of Waymark. Made by protocol/generate from protocol/schema; not for editing.
// A field that may be absent is optional; one that may be nil is `| null`. A client passes over fields and kinds that it lacks here.

export const version = 1;

/** What a person may do in the service. */
export type Role = "member" | "coach" | "facilitator" | "coordinator" | "broker" | "safeguarding" | "operator";

/** What a channel is for. */
export type ChannelKind = "circle" | "coaching" | "request" | "inbox";

/** The closed list of refusals. */
export type ErrorCode = "unauthenticated" | "denied" | "not_found" | "invalid" | "too_large" | "conflict" | "rate_limited" | "unavailable" | "internal";

/** What conflict carries in detail. */
export type Reason = "nonce_reused" | "already_hello" | "already_used" | "expired" | "full" | "closed" | "already_member" | "retracted" | "already_registered" | "last_holder";

/** A channel as one member sees it. */
export interface Channel {
  /** The channel. */
  id: number;
  /** What it is for. */
  kind: ChannelKind;
  /** The circle, request or coaching that it belongs to. */
  about: number | null;
  /** What it is called. */
  title: string | null;
  /** The position of its last event. */
  head: number;
  /** How far you have read. */
  read: number;
  /** Others' messages after that; 99 means 99 or more. */
  unread: number;
  /** Your part in it: member, facilitator, owner. */
  role: string;
  /** The state of what it belongs to. */
  state: string;
}

/** A learning circle. */
export interface Circle {
  /** The circle. */
  id: number;
  /** Its channel, once you are a member. */
  channel: number | null;
  /** What it is called. */
  title: string;
  /** What it is for. */
  purpose: string;
  /** The language it is held in. */
  language: string;
  /** What it is about. */
  topics: number[];
  /** How many people it holds. */
  seats: number;
  /** How many are in it. */
  taken: number;
  /** Where it stands. */
  state: string;
  /** Your part: invited, member, facilitator. */
  you: string;
}

/** A circle as it stands in your list. */
export interface CircleEntry {
  /** The circle. */
  id: number;
  /** Its channel, once you are a member. */
  channel: number | null;
  /** What it is called. */
  title: string;
  /** Where it stands. */
  state: string;
  /** Your part: invited, member, facilitator. */
  you: string;
}

/** One thing that happened in a channel. */
export interface Event {
  /** Where. */
  channel: number;
  /** Its position. */
  seq: number;
  /** What kind of thing; a client passes over kinds that it does not know. */
  kind: string;
  /** When it was kept. */
  at: number;
  /** Who did it; nil for the service itself. */
  actor: number | null;
  /** The language of the text. */
  lang?: string;
  /** What happened, by kind. */
  body: Value;
}

/** A role that a person holds. */
export interface Grant {
  /** Which. */
  role: Role;
  /** Where; nil is everywhere. */
  place: number | null;
}

/** A message that was found. */
export interface Hit {
  /** Where. */
  channel: number;
  /** Which. */
  seq: number;
  /** When. */
  at: number;
  /** The words around the find. */
  snippet: string;
}

/** The limits of the service, each with its unit last. */
export interface Limits {
  /** Bytes in one incoming message of the socket. */
  frame_bytes_max: number;
  /** Bytes in one message's text. */
  text_bytes_max: number;
  /** Requests a second, over time. */
  requests_per_s: number;
  /** Requests at once. */
  requests_burst: number;
  /** Requests of one connection that wait for their answer. */
  requests_open_max: number;
  /** Channels that one connection may follow. */
  subscriptions_max: number;
  /** Events that channel.history gives at most. */
  history_max: number;
}

/** A member of a channel. */
export interface Member {
  /** Who. */
  person: number;
  /** What they are called. */
  name: string;
  /** Their part: member, facilitator, owner. */
  role: string;
  /** Where they are of. */
  place: string | null;
}

/** A place. */
export interface Place {
  /** The place. */
  id: number;
  /** Its official code, if it has one. */
  code: string | null;
  /** What it is called, in your language if it has a name there. */
  name: string;
  /** England, Scotland, Wales or Northern Ireland. */
  nation: string | null;
  /** The place that it lies in. */
  within: number | null;
}

/** Who a person is to the service. */
export interface Profile {
  /** Who. */
  person: number;
  /** What they are called. */
  name: string;
  /** The language they read first. */
  language: string;
  /** The place they are of. */
  place: Place | null;
  /** What they know about. */
  topics: number[];
  /** Your own only. */
  email?: string;
  /** Your own only. */
  hours_per_month?: number | null;
  /** Your own only. */
  may_ask?: boolean;
  /** Your own only. */
  paused_until?: number | null;
}

/** The person who is signed in. */
export interface Self {
  /** The person. */
  id: number;
  /** What they are called. */
  name: string;
  /** The language they read first. */
  language: string;
  /** What they may do. */
  roles: Role[];
}

/** Something that people know about. */
export interface Topic {
  /** The topic. */
  id: number;
  /** Its lasting short name. */
  slug: string;
  /** What it is called. */
  label: string;
  /** The first wider topic. */
  parent: number | null;
  /** How well it fits, in thousandths. */
  score?: number;
}

/** What each operation takes and gives. */
export interface Operations {
  /** You do not wish to meet this person; they are not told. */
  "block.add": {
    takes: {
      /** Makes a repeat harmless. */
      nonce: Uint8Array;
      /** Whom. */
      person: number;
    };
    gives: Record<string, never>;
  };
  /** Take a block back. */
  "block.remove": {
    takes: {
      /** Makes a repeat harmless. */
      nonce: Uint8Array;
      /** Whom. */
      person: number;
    };
    gives: Record<string, never>;
  };
  /** Change the words of your own message. */
  "channel.edit": {
    takes: {
      /** Makes a repeat harmless. */
      nonce: Uint8Array;
      /** Where. */
      channel: number;
      /** Which message. */
      seq: number;
      /** The new words. */
      text: string;
      /** Their language. */
      lang?: string;
    };
    gives: {
      /** The position of the edited event. */
      seq: number;
    };
  };
  /** A page of the log. */
  "channel.history": {
    takes: {
      /** Which. */
      channel: number;
      /** Positions below this. */
      before?: number;
      /** Positions above this. */
      after?: number;
      /** How many at most; 50 if absent. */
      limit?: number;
    };
    gives: {
      /** In order. */
      events: Event[];
    };
  };
  /** The channels you are in. */
  "channel.list": {
    takes: Record<string, never>;
    gives: {
      /** Newest activity first. */
      channels: Channel[];
    };
  };
  /** Who is in it. */
  "channel.members": {
    takes: {
      /** Which. */
      channel: number;
    };
    gives: {
      /** By name. */
      members: Member[];
    };
  };
  /** Say something. */
  "channel.post": {
    takes: {
      /** Makes a repeat harmless. */
      nonce: Uint8Array;
      /** Where. */
      channel: number;
      /** What you say. */
      text: string;
      /** The language it is in; yours if absent. */
      lang?: string;
      /** The message that it answers. */
      reply_to?: number;
    };
    gives: {
      /** Its position. */
      seq: number;
      /** When it was kept. */
      at: number;
    };
  };
  /** Put a mark on a message, or take the same mark off again. */
  "channel.react": {
    takes: {
      /** Makes a repeat harmless. */
      nonce: Uint8Array;
      /** Where. */
      channel: number;
      /** Which message. */
      seq: number;
      /** Which mark. */
      mark: string;
      /** True takes it off. */
      off?: boolean;
    };
    gives: {
      /** The position of the reaction event. */
      seq: number;
    };
  };
  /** You have read up to here. */
  "channel.read": {
    takes: {
      /** Where. */
      channel: number;
      /** The last position you read. */
      seq: number;
    };
    gives: {
      /** Where the mark stands now. */
      read: number;
    };
  };
  /** Take your own message back. */
  "channel.retract": {
    takes: {
      /** Makes a repeat harmless. */
      nonce: Uint8Array;
      /** Where. */
      channel: number;
      /** Which message. */
      seq: number;
    };
    gives: {
      /** The position of the retracted event. */
      seq: number;
    };
  };
  /** Find messages by their words, in what you may see. */
  "channel.search": {
    takes: {
      /** What to look for. */
      text: string;
      /** Only there. */
      channel?: number;
      /** How many at most; 20 if absent. */
      limit?: number;
    };
    gives: {
      /** Best first. */
      hits: Hit[];
    };
  };
  /** Follow a channel: its events arrive as notifications, each once, in order. */
  "channel.subscribe": {
    takes: {
      /** Which. */
      channel: number;
      /** The last position you have; the head if absent. */
      after?: number;
      /** Show the others that you are here, and tell me who is. Not in coaching. */
      presence?: boolean;
    };
    gives: {
      /** The position of the last event now. */
      head: number;
    };
  };
  /** You are writing: a passing signal to the others, never kept. */
  "channel.typing": {
    takes: {
      /** Where. */
      channel: number;
    };
    gives: Record<string, never>;
  };
  /** Follow it no longer. */
  "channel.unsubscribe": {
    takes: {
      /** Which. */
      channel: number;
    };
    gives: Record<string, never>;
  };
  /** What a circle is. */
  "circle.get": {
    takes: {
      /** Which. */
      circle: number;
    };
    gives: {
      /** What it is. */
      circle: Circle;
    };
  };
  /** Ask a person who has an account into the circle. */
  "circle.invite": {
    takes: {
      /** Makes a repeat harmless. */
      nonce: Uint8Array;
      /** Which. */
      circle: number;
      /** Whom. */
      person: number;
    };
    gives: {
      /** invited. */
      state: string;
    };
  };
  /** Join a circle that you were asked to. */
  "circle.join": {
    takes: {
      /** Makes a repeat harmless. */
      nonce: Uint8Array;
      /** Which. */
      circle: number;
    };
    gives: {
      /** member. */
      state: string;
      /** Its channel. */
      channel: number;
    };
  };
  /** Leave a circle, at once and without a reason. */
  "circle.leave": {
    takes: {
      /** Makes a repeat harmless. */
      nonce: Uint8Array;
      /** Which. */
      circle: number;
      /** Whom; yourself if absent. Only a facilitator may name another. */
      person?: number;
    };
    gives: {
      /** left. */
      state: string;
    };
  };
  /** The circles that you are in or asked into. */
  "circle.list": {
    takes: Record<string, never>;
    gives: {
      /** The circles. */
      circles: CircleEntry[];
    };
  };
  /** Open a learning circle; you facilitate it. */
  "circle.open": {
    takes: {
      /** Makes a repeat harmless. */
      nonce: Uint8Array;
      /** What it is called. */
      title: string;
      /** What it is for. */
      purpose: string;
      /** What it is about. */
      topics: number[];
      /** How many people it holds. */
      seats: number;
      /** The language it is held in; yours if absent. */
      language?: string;
    };
    gives: {
      /** The circle. */
      circle: number;
      /** Its channel. */
      channel: number;
    };
  };
  /** Accept: an account, a session, and a seat kept in the circle until you join. */
  "invitation.accept": {
    takes: {
      /** Makes a repeat harmless. */
      nonce: Uint8Array;
      /** From the link. */
      code: string;
      /** What you are called here. */
      name: string;
      /** Your mail address, if the invitation was made without one; sign-in links go there. */
      email?: string;
      /** The place you are of. */
      place?: number;
      /** The language you read first. */
      language: string;
      /** You are 18 or older. */
      adult: boolean;
      /** May we ask you to help others? */
      may_ask?: boolean;
    };
    gives: {
      /** Your session. */
      token: string;
      /** Who you are now. */
      person: Self;
    };
  };
  /** Invite someone to the service, and to a circle if you are in one. */
  "invitation.make": {
    takes: {
      /** Makes a repeat harmless. */
      nonce: Uint8Array;
      /** Where to send it. */
      email?: string;
      /** The circle that they are asked to; you must be a member. */
      circle?: number;
      /** Why them, in your words. */
      why: string;
      /** Hours a month that it asks of them. */
      asks_hours?: number;
      /** When it ends; ten working days from now if absent, 90 days at most. */
      until?: number;
    };
    gives: {
      /** The invitation. */
      invitation: number;
      /** What to hand over. */
      link: string;
    };
  };
  /** Who invites whom to what? */
  "invitation.read": {
    takes: {
      /** From the link. */
      code: string;
    };
    gives: {
      /** The person who invites. */
      who: string;
      /** What to: the circle's title, or the service. */
      what: string;
      /** The circle, if it is one. */
      circle: number | null;
      /** Why you, in their words. */
      why: string;
      /** The address it was made for. */
      email: string | null;
      /** Hours a month that it asks. */
      asks_hours: number | null;
      /** When it ends. */
      until: number;
    };
  };
  /** Add a place as people call it, inside another. */
  "place.add": {
    takes: {
      /** Makes a repeat harmless. */
      nonce: Uint8Array;
      /** What people call it. */
      name: string;
      /** The place that it lies in. */
      within?: number;
    };
    gives: {
      /** The place. */
      places: Place[];
    };
  };
  /** Places by name or official code; typing errors are forgiven. */
  "place.find": {
    takes: {
      /** The name, or its beginning. */
      text?: string;
      /** The official code. */
      code?: string;
    };
    gives: {
      /** Best first. */
      places: Place[];
    };
  };
  /** A person's profile: your own, or what others may see of theirs. */
  "profile.get": {
    takes: {
      /** Who; yourself if absent. */
      person?: number;
    };
    gives: {
      /** What you may see. */
      profile: Profile;
    };
  };
  /** Change your profile; what is absent stays. */
  "profile.set": {
    takes: {
      /** Makes a repeat harmless. */
      nonce: Uint8Array;
      /** What you are called. */
      name?: string;
      /** The language you read first. */
      language?: string;
      /** The place you are of. */
      place?: number;
      /** What you know about. */
      topics?: number[];
      /** Hours that you can give. */
      hours_per_month?: number;
      /** May we ask you to help others? */
      may_ask?: boolean;
      /** Ask nothing of me until then; 0 ends the pause. */
      paused_until?: number;
    };
    gives: {
      /** As it is now. */
      profile: Profile;
    };
  };
  /** Give a person a role, in one place or everywhere. */
  "role.grant": {
    takes: {
      /** Makes a repeat harmless. */
      nonce: Uint8Array;
      /** Who. */
      person: number;
      /** Which role. */
      role: Role;
      /** Only there. */
      place?: number;
    };
    gives: {
      /** All that they hold now. */
      roles: Grant[];
    };
  };
  /** Take a role back. */
  "role.revoke": {
    takes: {
      /** Makes a repeat harmless. */
      nonce: Uint8Array;
      /** Who. */
      person: number;
      /** Which role. */
      role: Role;
      /** Only there. */
      place?: number;
    };
    gives: {
      /** All that they hold now. */
      roles: Grant[];
    };
  };
  /** Sign out. */
  "session.end": {
    takes: {
      /** All of your sessions, not this one only. */
      everywhere?: boolean;
    };
    gives: Record<string, never>;
  };
  /** Sign in with the code of a mailed link, or with an address and the six digits. */
  "session.enter": {
    takes: {
      /** From the link, or the six digits. */
      code: string;
      /** Your mail address; needed with the six digits. */
      email?: string;
    };
    gives: {
      /** For session.hello, here or on the next connection. */
      token: string;
      /** Who you are. */
      person: Self;
    };
  };
  /** The first request of every connection: who is here, and by which rules. */
  "session.hello": {
    takes: {
      /** From session.enter, invitation.accept or the operator. */
      token?: string;
      /** The program's name and version. */
      client: string;
    };
    gives: {
      /** Who you are; nil if nobody. */
      person: Self | null;
      /** The channel of your own notices; subscribe to it like any other. */
      inbox: number | null;
      /** What this service takes at most. */
      limits: Limits;
      /** Seconds of silence after which the daemon pings; twice that ends the connection. */
      heartbeat_s: number;
      /** The version of this schema. */
      version: number;
    };
  };
  /** Ask for a sign-in link by mail. */
  "session.link": {
    takes: {
      /** Your mail address. */
      email: string;
    };
    gives: Record<string, never>;
  };
  /** Whose sign-in link is this? */
  "session.read": {
    takes: {
      /** From the link. */
      code: string;
    };
    gives: {
      /** The person whose link it is. */
      name: string;
      /** When it ends. */
      until: number;
    };
  };
  /** All topics, with their labels in one language. */
  "topic.list": {
    takes: {
      /** Yours if absent; English where there is no label in it. */
      language?: string;
    };
    gives: {
      /** Parents before their children. */
      topics: Topic[];
    };
  };
  /** Topics that fit some words. */
  "topic.suggest": {
    takes: {
      /** The words. */
      text: string;
    };
    gives: {
      /** Best first, each with its score. */
      topics: Topic[];
    };
  };
}

/** The body of each event kind. */
export interface EventBodies {
  /** Somebody said something. The body is empty once that was taken back, and also for you if the words were changed while you were out of the channel: you see what was said while you were in it. */
  message: {
    /** What they said; absent once taken back, or changed in your absence. */
    text?: string;
    /** The message that it answers. */
    reply_to?: number;
    /** True if the words were changed since. */
    edited?: boolean;
  };
  /** A message has new words. They stand in the message itself from now on; here they are for devices that have it already. Without text after a later edit or a retraction, and where somebody came to the channel since the message was posted, because they do not see it: a device that has the message reads it again by channel.history, with before = seq + 1 and limit = 1. */
  edited: {
    /** Which message. */
    seq: number;
    /** The new words, unless somebody who gets this event does not see the message. */
    text?: string;
  };
  /** A message was taken back: blank it. */
  retracted: {
    /** Which message. */
    seq: number;
  };
  /** Somebody put a mark on a message, or took it off. */
  reaction: {
    /** Which message. */
    seq: number;
    /** Which mark. */
    mark: string;
    /** True: it was taken off. */
    off?: boolean;
  };
  /** A person is a member from here on. */
  joined: {
    /** Who. */
    person: number;
    /** What they are called. */
    name: string;
    /** Their part. */
    role: string;
  };
  /** A person is a member no longer. */
  left: {
    /** Who. */
    person: number;
  };
  /** A member has another part in the channel from here on: whoever is there longest becomes the facilitator when the last one leaves. */
  role: {
    /** Who. */
    person: number;
    /** Their part now. */
    role: string;
  };
  /** An object moved from one state to another. */
  state: {
    /** What kind of object: circle, request, coaching. */
    object: string;
    /** Which. */
    id: number;
    /** The state before; nil at the start. */
    from: string | null;
    /** The state now. */
    to: string;
    /** Who moved it; nil for the service itself. */
    by: number | null;
  };
  /** In an inbox: you are asked into a circle. */
  invited: {
    /** Which. */
    circle: number;
    /** What it is called. */
    title: string;
    /** Who asks. */
    by: number;
    /** What they are called. */
    name: string;
  };
}

/** Each of the maps that a notification carries. */
export interface Notifications {
  /** Things that happened in channels you follow. */
  event: Event;
  /** Passing things, never kept: typing, presence, read. */
  signal: {
    /** typing, presence or read. */
    kind: string;
    /** Where. */
    channel: number;
    /** typing: who is writing. presence: who is here, up to 50 people. */
    persons?: number[];
    /** presence: how many are here. */
    count?: number;
    /** read: where your own mark stands now. */
    seq?: number;
  };
  /** You fell behind; what you missed follows from the log. */
  lagged: {
    /** Where. */
    channel: number;
    /** The last position that you were sent. */
    seq: number;
  };
  /** These positions exist but you may not see them. */
  skipped: {
    /** Where. */
    channel: number;
    /** The first of them. */
    from: number;
    /** The last of them. */
    to: number;
  };
  /** The daemon is about to stop: finish, and connect again after retry_after_ms. */
  goaway: {
    /** restart, revoked or shutdown. */
    reason: string;
    /** How long to wait. */
    retry_after_ms: number;
  };
}

/** Anything that MessagePack carries. */
export type Value = null | boolean | number | string | Uint8Array | Value[] | { [key: string]: Value };

export type OperationName = keyof Operations;
export type Takes<Name extends OperationName> = Operations[Name]["takes"];
export type Gives<Name extends OperationName> = Operations[Name]["gives"];
export type EventKind = keyof EventBodies;
export type NotificationName = keyof Notifications;

/** The error of a response. */
export interface Refusal {
  code: ErrorCode;
  message: string;
  detail?: string;
  retry_after_ms?: number;
}

export type RequestMessage = [type: 0, id: number, name: OperationName, params: [Value] | []];
export type ResponseMessage = [type: 1, id: number, error: Refusal | null, result: Value];
export type NotificationMessage = [type: 2, name: NotificationName, params: Value[]];

/** What a codec needs to know of a type: its kind and its bounds (bytes of text, value of int, elements of list). A printable text is not
 * blank, and holds no control characters. */
export interface TypeRow {
  kind: "int" | "bool" | "text" | "bytes" | "enum" | "list" | "struct" | "any";
  min?: number;
  max?: number;
  printable?: boolean;
  of?: TypeRow;
  shape?: string;
  values?: readonly string[];
}

export interface FieldRow extends TypeRow {
  optional: boolean;
  nullable: boolean;
}

export interface OperationRow {
  needs: "nobody" | "person" | "role";
  early: boolean;
  changes: boolean;
  nonce: boolean;
  /** As how many requests it counts. */
  cost: number;
  takes: { readonly [field: string]: FieldRow };
}

/** The operations, for checking what is sent. */
export const operations: { readonly [Name in OperationName]: OperationRow } = {
  "block.add": { needs: "person", early: false, changes: true, nonce: true, cost: 1, takes: { nonce: { kind: "bytes", min: 16, max: 16, optional: false, nullable: false }, person: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false } } },
  "block.remove": { needs: "person", early: false, changes: true, nonce: true, cost: 1, takes: { nonce: { kind: "bytes", min: 16, max: 16, optional: false, nullable: false }, person: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false } } },
  "channel.edit": { needs: "person", early: false, changes: true, nonce: true, cost: 1, takes: { nonce: { kind: "bytes", min: 16, max: 16, optional: false, nullable: false }, channel: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, seq: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false }, text: { kind: "text", min: 1, max: 16000, optional: false, nullable: false }, lang: { kind: "text", min: 2, max: 35, optional: true, nullable: false } } },
  "channel.history": { needs: "person", early: false, changes: false, nonce: false, cost: 2, takes: { channel: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, before: { kind: "int", min: 0, max: 9007199254740991, optional: true, nullable: false }, after: { kind: "int", min: 0, max: 9007199254740991, optional: true, nullable: false }, limit: { kind: "int", min: 1, max: 200, optional: true, nullable: false } } },
  "channel.list": { needs: "person", early: false, changes: false, nonce: false, cost: 1, takes: {} },
  "channel.members": { needs: "person", early: false, changes: false, nonce: false, cost: 1, takes: { channel: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false } } },
  "channel.post": { needs: "person", early: false, changes: true, nonce: true, cost: 1, takes: { nonce: { kind: "bytes", min: 16, max: 16, optional: false, nullable: false }, channel: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, text: { kind: "text", min: 1, max: 16000, optional: false, nullable: false }, lang: { kind: "text", min: 2, max: 35, optional: true, nullable: false }, reply_to: { kind: "int", min: 0, max: 9007199254740991, optional: true, nullable: false } } },
  "channel.react": { needs: "person", early: false, changes: true, nonce: true, cost: 1, takes: { nonce: { kind: "bytes", min: 16, max: 16, optional: false, nullable: false }, channel: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, seq: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false }, mark: { kind: "text", min: 1, max: 32, printable: true, optional: false, nullable: false }, off: { kind: "bool", optional: true, nullable: false } } },
  "channel.read": { needs: "person", early: false, changes: true, nonce: false, cost: 1, takes: { channel: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, seq: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false } } },
  "channel.retract": { needs: "person", early: false, changes: true, nonce: true, cost: 1, takes: { nonce: { kind: "bytes", min: 16, max: 16, optional: false, nullable: false }, channel: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, seq: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false } } },
  "channel.search": { needs: "person", early: false, changes: false, nonce: false, cost: 10, takes: { text: { kind: "text", min: 1, max: 400, printable: true, optional: false, nullable: false }, channel: { kind: "int", min: 1, max: 9007199254740991, optional: true, nullable: false }, limit: { kind: "int", min: 1, max: 50, optional: true, nullable: false } } },
  "channel.subscribe": { needs: "person", early: false, changes: false, nonce: false, cost: 1, takes: { channel: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, after: { kind: "int", min: 0, max: 9007199254740991, optional: true, nullable: false }, presence: { kind: "bool", optional: true, nullable: false } } },
  "channel.typing": { needs: "person", early: false, changes: false, nonce: false, cost: 1, takes: { channel: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false } } },
  "channel.unsubscribe": { needs: "person", early: false, changes: false, nonce: false, cost: 1, takes: { channel: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false } } },
  "circle.get": { needs: "person", early: false, changes: false, nonce: false, cost: 1, takes: { circle: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false } } },
  "circle.invite": { needs: "person", early: false, changes: true, nonce: true, cost: 1, takes: { nonce: { kind: "bytes", min: 16, max: 16, optional: false, nullable: false }, circle: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, person: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false } } },
  "circle.join": { needs: "person", early: false, changes: true, nonce: true, cost: 1, takes: { nonce: { kind: "bytes", min: 16, max: 16, optional: false, nullable: false }, circle: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false } } },
  "circle.leave": { needs: "person", early: false, changes: true, nonce: true, cost: 1, takes: { nonce: { kind: "bytes", min: 16, max: 16, optional: false, nullable: false }, circle: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, person: { kind: "int", min: 1, max: 9007199254740991, optional: true, nullable: false } } },
  "circle.list": { needs: "person", early: false, changes: false, nonce: false, cost: 1, takes: {} },
  "circle.open": { needs: "person", early: false, changes: true, nonce: true, cost: 5, takes: { nonce: { kind: "bytes", min: 16, max: 16, optional: false, nullable: false }, title: { kind: "text", min: 1, max: 400, printable: true, optional: false, nullable: false }, purpose: { kind: "text", min: 1, max: 4000, optional: false, nullable: false }, topics: { kind: "list", min: 0, max: 10, of: { kind: "int", min: 1, max: 9007199254740991 }, optional: false, nullable: false }, seats: { kind: "int", min: 2, max: 50, optional: false, nullable: false }, language: { kind: "text", min: 2, max: 35, optional: true, nullable: false } } },
  "invitation.accept": { needs: "nobody", early: false, changes: true, nonce: true, cost: 1, takes: { nonce: { kind: "bytes", min: 16, max: 16, optional: false, nullable: false }, code: { kind: "text", min: 1, max: 100, optional: false, nullable: false }, name: { kind: "text", min: 1, max: 200, printable: true, optional: false, nullable: false }, email: { kind: "text", min: 3, max: 254, optional: true, nullable: false }, place: { kind: "int", min: 1, max: 9007199254740991, optional: true, nullable: false }, language: { kind: "text", min: 2, max: 35, optional: false, nullable: false }, adult: { kind: "bool", optional: false, nullable: false }, may_ask: { kind: "bool", optional: true, nullable: false } } },
  "invitation.make": { needs: "person", early: false, changes: true, nonce: true, cost: 5, takes: { nonce: { kind: "bytes", min: 16, max: 16, optional: false, nullable: false }, email: { kind: "text", min: 3, max: 254, optional: true, nullable: false }, circle: { kind: "int", min: 1, max: 9007199254740991, optional: true, nullable: false }, why: { kind: "text", min: 1, max: 4000, optional: false, nullable: false }, asks_hours: { kind: "int", min: 0, max: 200, optional: true, nullable: false }, until: { kind: "int", min: -9007199254740991, max: 9007199254740991, optional: true, nullable: false } } },
  "invitation.read": { needs: "nobody", early: true, changes: false, nonce: false, cost: 1, takes: { code: { kind: "text", min: 1, max: 100, optional: false, nullable: false } } },
  "place.add": { needs: "person", early: false, changes: true, nonce: true, cost: 1, takes: { nonce: { kind: "bytes", min: 16, max: 16, optional: false, nullable: false }, name: { kind: "text", min: 1, max: 200, printable: true, optional: false, nullable: false }, within: { kind: "int", min: 1, max: 9007199254740991, optional: true, nullable: false } } },
  "place.find": { needs: "nobody", early: false, changes: false, nonce: false, cost: 3, takes: { text: { kind: "text", min: 1, max: 400, printable: true, optional: true, nullable: false }, code: { kind: "text", min: 1, max: 16, optional: true, nullable: false } } },
  "profile.get": { needs: "person", early: false, changes: false, nonce: false, cost: 1, takes: { person: { kind: "int", min: 1, max: 9007199254740991, optional: true, nullable: false } } },
  "profile.set": { needs: "person", early: false, changes: true, nonce: true, cost: 1, takes: { nonce: { kind: "bytes", min: 16, max: 16, optional: false, nullable: false }, name: { kind: "text", min: 1, max: 200, printable: true, optional: true, nullable: false }, language: { kind: "text", min: 2, max: 35, optional: true, nullable: false }, place: { kind: "int", min: 1, max: 9007199254740991, optional: true, nullable: false }, topics: { kind: "list", min: 0, max: 30, of: { kind: "int", min: 1, max: 9007199254740991 }, optional: true, nullable: false }, hours_per_month: { kind: "int", min: 0, max: 200, optional: true, nullable: false }, may_ask: { kind: "bool", optional: true, nullable: false }, paused_until: { kind: "int", min: -9007199254740991, max: 9007199254740991, optional: true, nullable: false } } },
  "role.grant": { needs: "role", early: false, changes: true, nonce: true, cost: 1, takes: { nonce: { kind: "bytes", min: 16, max: 16, optional: false, nullable: false }, person: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, role: { kind: "enum", values: ["member", "coach", "facilitator", "coordinator", "broker", "safeguarding", "operator"], optional: false, nullable: false }, place: { kind: "int", min: 1, max: 9007199254740991, optional: true, nullable: false } } },
  "role.revoke": { needs: "role", early: false, changes: true, nonce: true, cost: 1, takes: { nonce: { kind: "bytes", min: 16, max: 16, optional: false, nullable: false }, person: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, role: { kind: "enum", values: ["member", "coach", "facilitator", "coordinator", "broker", "safeguarding", "operator"], optional: false, nullable: false }, place: { kind: "int", min: 1, max: 9007199254740991, optional: true, nullable: false } } },
  "session.end": { needs: "person", early: false, changes: true, nonce: false, cost: 1, takes: { everywhere: { kind: "bool", optional: true, nullable: false } } },
  "session.enter": { needs: "nobody", early: true, changes: true, nonce: false, cost: 1, takes: { code: { kind: "text", min: 1, max: 100, optional: false, nullable: false }, email: { kind: "text", min: 3, max: 254, optional: true, nullable: false } } },
  "session.hello": { needs: "nobody", early: true, changes: false, nonce: false, cost: 1, takes: { token: { kind: "text", min: 1, max: 100, optional: true, nullable: false }, client: { kind: "text", min: 1, max: 400, printable: true, optional: false, nullable: false } } },
  "session.link": { needs: "nobody", early: true, changes: true, nonce: false, cost: 1, takes: { email: { kind: "text", min: 3, max: 254, optional: false, nullable: false } } },
  "session.read": { needs: "nobody", early: true, changes: false, nonce: false, cost: 1, takes: { code: { kind: "text", min: 1, max: 100, optional: false, nullable: false } } },
  "topic.list": { needs: "person", early: false, changes: false, nonce: false, cost: 5, takes: { language: { kind: "text", min: 2, max: 35, optional: true, nullable: false } } },
  "topic.suggest": { needs: "person", early: false, changes: false, nonce: false, cost: 5, takes: { text: { kind: "text", min: 1, max: 4000, optional: false, nullable: false } } },
};

/** The structs that fields name as their shape. */
export const structs: { readonly [name: string]: { readonly [field: string]: FieldRow } } = {
  channel: { id: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, kind: { kind: "enum", values: ["circle", "coaching", "request", "inbox"], optional: false, nullable: false }, about: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: true }, title: { kind: "text", min: 1, max: 400, printable: true, optional: false, nullable: true }, head: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false }, read: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false }, unread: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false }, role: { kind: "text", min: 1, max: 64, optional: false, nullable: false }, state: { kind: "text", min: 1, max: 64, optional: false, nullable: false } },
  member: { person: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, name: { kind: "text", min: 1, max: 200, printable: true, optional: false, nullable: false }, role: { kind: "text", min: 1, max: 64, optional: false, nullable: false }, place: { kind: "text", min: 1, max: 200, printable: true, optional: false, nullable: true } },
  hit: { channel: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, seq: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false }, at: { kind: "int", min: -9007199254740991, max: 9007199254740991, optional: false, nullable: false }, snippet: { kind: "text", min: 1, max: 4000, optional: false, nullable: false } },
  circle: { id: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, channel: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: true }, title: { kind: "text", min: 1, max: 400, printable: true, optional: false, nullable: false }, purpose: { kind: "text", min: 1, max: 4000, optional: false, nullable: false }, language: { kind: "text", min: 2, max: 35, optional: false, nullable: false }, topics: { kind: "list", min: 0, max: 10, of: { kind: "int", min: 1, max: 9007199254740991 }, optional: false, nullable: false }, seats: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false }, taken: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false }, state: { kind: "text", min: 1, max: 64, optional: false, nullable: false }, you: { kind: "text", min: 1, max: 64, optional: false, nullable: false } },
  circle_entry: { id: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, channel: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: true }, title: { kind: "text", min: 1, max: 400, printable: true, optional: false, nullable: false }, state: { kind: "text", min: 1, max: 64, optional: false, nullable: false }, you: { kind: "text", min: 1, max: 64, optional: false, nullable: false } },
  event: { channel: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, seq: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false }, kind: { kind: "text", min: 1, max: 64, optional: false, nullable: false }, at: { kind: "int", min: -9007199254740991, max: 9007199254740991, optional: false, nullable: false }, actor: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: true }, lang: { kind: "text", min: 2, max: 35, optional: true, nullable: false }, body: { kind: "any", min: 0, max: 8, optional: false, nullable: false } },
  grant: { role: { kind: "enum", values: ["member", "coach", "facilitator", "coordinator", "broker", "safeguarding", "operator"], optional: false, nullable: false }, place: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: true } },
  place: { id: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, code: { kind: "text", min: 1, max: 16, optional: false, nullable: true }, name: { kind: "text", min: 1, max: 200, printable: true, optional: false, nullable: false }, nation: { kind: "text", min: 1, max: 64, optional: false, nullable: true }, within: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: true } },
  profile: { person: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, name: { kind: "text", min: 1, max: 200, printable: true, optional: false, nullable: false }, language: { kind: "text", min: 2, max: 35, optional: false, nullable: false }, place: { kind: "struct", shape: "place", optional: false, nullable: true }, topics: { kind: "list", min: 0, max: 30, of: { kind: "int", min: 1, max: 9007199254740991 }, optional: false, nullable: false }, email: { kind: "text", min: 3, max: 254, optional: true, nullable: false }, hours_per_month: { kind: "int", min: 0, max: 9007199254740991, optional: true, nullable: true }, may_ask: { kind: "bool", optional: true, nullable: false }, paused_until: { kind: "int", min: -9007199254740991, max: 9007199254740991, optional: true, nullable: true } },
  self: { id: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, name: { kind: "text", min: 1, max: 200, printable: true, optional: false, nullable: false }, language: { kind: "text", min: 2, max: 35, optional: false, nullable: false }, roles: { kind: "list", min: 0, max: 7, of: { kind: "enum", values: ["member", "coach", "facilitator", "coordinator", "broker", "safeguarding", "operator"] }, optional: false, nullable: false } },
  limits: { frame_bytes_max: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false }, text_bytes_max: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false }, requests_per_s: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false }, requests_burst: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false }, requests_open_max: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false }, subscriptions_max: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false }, history_max: { kind: "int", min: 0, max: 9007199254740991, optional: false, nullable: false } },
  topic: { id: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: false }, slug: { kind: "text", min: 1, max: 64, optional: false, nullable: false }, label: { kind: "text", min: 1, max: 400, printable: true, optional: false, nullable: false }, parent: { kind: "int", min: 1, max: 9007199254740991, optional: false, nullable: true }, score: { kind: "int", min: 0, max: 9007199254740991, optional: true, nullable: false } },
};

/** English words for a person: msgids of protocol/words. */
export const errorWords: { readonly [Code in ErrorCode]: string } = {
  unauthenticated: "Please sign in.",
  denied: "You may not do that.",
  not_found: "That cannot be found.",
  invalid: "That request is not right.",
  too_large: "That is too large.",
  conflict: "That clashes with what has happened meanwhile.",
  rate_limited: "That was too fast. Please wait a moment.",
  unavailable: "The service is busy. Please try again in a moment.",
  internal: "Something went wrong on our side.",
};

/** The same for the reasons of conflict. */
export const reasonWords: { readonly [Name in Reason]: string } = {
  nonce_reused: "This nonce was used before for something else.",
  already_hello: "This connection has said hello already.",
  already_used: "The link or code was used already.",
  expired: "It was too late: the link, code or offer has ended.",
  full: "No seat is free.",
  closed: "It has ended.",
  already_member: "The person is a member already.",
  retracted: "The message was taken back.",
  already_registered: "A person with this mail address exists already; sign in instead.",
  last_holder: "The service must keep at least one person in this role.",
};

/** The same for states (object.state) and values (type.value). */
export const labels: { readonly [name: string]: string } = {
  "circle.inviting": "Asking people in",
  "circle.active": "Running",
  "circle.closed": "Ended",
  "role.member": "Member",
  "role.coach": "Coach",
  "role.facilitator": "Facilitator",
  "role.coordinator": "Coordinator",
  "role.broker": "Broker",
  "role.safeguarding": "Safeguarding lead",
  "role.operator": "Operator",
  "channel_kind.circle": "Circle",
  "channel_kind.coaching": "Coaching",
  "channel_kind.request": "Request",
  "channel_kind.inbox": "Inbox",
};

/** Counted things in English: msgid and msgid_plural; %lu is the number. */
export const plurals: { readonly [name: string]: { one: string; other: string } } = {
  new_messages: { one: "%lu new message", other: "%lu new messages" },
  people: { one: "%lu person", other: "%lu people" },
  circles: { one: "%lu circle", other: "%lu circles" },
  hours: { one: "%lu hour", other: "%lu hours" },
  days: { one: "%lu day", other: "%lu days" },
};
