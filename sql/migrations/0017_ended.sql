-- What an operation causes besides its reply and events: whose sessions have ended by it, all but one that it made itself.
alter type waymark.answer add attribute ended bigint;
