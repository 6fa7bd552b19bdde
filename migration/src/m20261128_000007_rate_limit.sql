-- How often an address or an account asked for something costly in one window of time; the key is a digest of all three. Not logged:
-- a crash of the database may forget the counts, and nothing else would be worth the writing.
create unlogged table rate_limit (
    key bytea primary key,
    window_start timestamptz not null,
    tries integer not null
);
create index rate_limit_window_start on rate_limit (window_start);
