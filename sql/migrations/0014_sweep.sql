-- The hourly sweep begins; it asks for itself again each time.
insert into waymark.due (kind, object, at) values ('sweep', 0, clock_timestamp());
