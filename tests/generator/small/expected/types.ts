// The language of Waymark. Made by protocol/generate from protocol/schema; not for editing.
// A field that may be absent is optional; one that may be nil is `| null`. A client passes over fields and kinds that it lacks here.

export const version = 2;

/** What a person may do. */
export type Role = "guest" | "host";

/** The closed list of refusals. */
export type ErrorCode = "denied";

/** What conflict carries in detail. */
export type Reason = "cold";

/** A cup. */
export interface Cup {
  /** Which. */
  id: number;
  /** Whose. */
  name: string;
}

/** What each operation takes and gives. */
export interface Operations {
  /** Look at the pot. */
  "tea.look": {
    takes: {
      /** What to look for. */
      words: string[];
    };
    gives: Record<string, never>;
  };
  /** Pour a cup. */
  "tea.pour": {
    takes: {
      /** Makes a repeat harmless. */
      nonce: Uint8Array;
      /** Into what. */
      cups: Cup[];
      /** How many lumps. */
      sugar?: number;
    };
    gives: {
      /** What is left. */
      pot: number | null;
    };
  };
}

/** The body of each event kind. */
export interface EventBodies {
  /** Tea was poured. */
  poured: {
    /** Into which cup. */
    cup: Cup;
  };
}

/** Each of the maps that a notification carries. */
export interface Notifications {
  /** Things that happened. */
  event: Cup;
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
  "tea.look": { needs: "nobody", early: true, changes: false, nonce: false, cost: 3, takes: { words: { kind: "list", min: 0, max: 2, of: { kind: "text", min: 1, max: 40, printable: true }, optional: false, nullable: false } } },
  "tea.pour": { needs: "role", early: false, changes: true, nonce: true, cost: 1, takes: { nonce: { kind: "bytes", min: 16, max: 16, optional: false, nullable: false }, cups: { kind: "list", min: 0, max: 3, of: { kind: "struct", shape: "cup" }, optional: false, nullable: false }, sugar: { kind: "int", min: 0, max: 4, optional: true, nullable: false } } },
};

/** The structs that fields name as their shape. */
export const structs: { readonly [name: string]: { readonly [field: string]: FieldRow } } = {
  cup: { id: { kind: "int", min: 1, max: 100, optional: false, nullable: false }, name: { kind: "text", min: 1, max: 40, printable: true, optional: false, nullable: false } },
};

/** English words for a person: msgids of protocol/words. */
export const errorWords: { readonly [Code in ErrorCode]: string } = {
  denied: "You may not do that.",
};

/** The same for the reasons of conflict. */
export const reasonWords: { readonly [Name in Reason]: string } = {
  cold: "It has gone cold.",
};

/** The same for states (object.state) and values (type.value). */
export const labels: { readonly [name: string]: string } = {
  "pot.hot": "Hot",
  "pot.cold": "Cold",
  "role.guest": "Guest",
  "role.host": "Host",
};

/** Counted things in English: msgid and msgid_plural; %lu is the number. */
export const plurals: { readonly [name: string]: { one: string; other: string } } = {
  cups: { one: "%lu cup", other: "%lu cups" },
};
