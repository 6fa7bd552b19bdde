-- Filled in and sent by service/examples/blog_search.rs: `:posts` articles of about `:each` words.
--
-- Articles of made-up words, as often as words are in a language: the second half as often as the first, the third a third as often (Zipf).
-- Rows are written past the triggers, and what follows from them at once for all; that it is the same is held by the tests of the service.
set session_replication_role = replica;
set maintenance_work_mem = '1GB';
set work_mem = '256MB';
set synchronous_commit = off;

create or replace function pg_temp.word(rank int) returns text language sql immutable as
    $$ select translate(to_hex((rank::bigint * 40503 + 7919) % 1048576 + 1048576), '0123456789abcdef', 'aebocidugamepith') || 'o' $$;
create or replace function pg_temp.words(many int, seed bigint) returns text language sql volatile as
    $$ select string_agg(pg_temp.word(floor(exp(random() * 11.5))::int), ' ') from generate_series(1, many + 0 * seed::int) $$;

insert into account (id, email, password_hash, user_type, created_at)
    select ('00000000-0000-7000-8000-00000000000' || n)::uuid, n || '@bench.example', '', 'doctor', now() from generate_series(1, 2) n;
insert into clinic (id, name, address, city, country, latitude, longitude, time_zone, currency)
    values ('00000000-0000-7000-8000-000000000001', 'Bench', 'Street 1', 'Town', 'DE', 0, 0, 'UTC', 'EUR');
insert into doctor (id, user_id, clinic_id, name, specialty, experience_years, education, bio, languages, fee_minor, license_number, license_issuer, license_expires, verified_at, weekly, exceptions)
    select ('00000000-0000-7000-8000-00000000000' || n)::uuid, ('00000000-0000-7000-8000-00000000000' || n)::uuid,
           '00000000-0000-7000-8000-000000000001', 'Dr ' || n, 'cardiology', 1, '', '', '{en}', 0, 'x', 'x', '2100-01-01', now(), '[]', '[]'
    from generate_series(1, 2) n;

drop index blog_search_words, blog_word_near, blog_word_lexeme, blog_article_newest, blog_article_due, blog_article_author;
-- Articles are put together of paragraphs, which are cut into words once.
create temp table pool as
select n, text, to_tsvector('english', blog_text(text)) as vector from (
    select n, pg_temp.words(:each / 2, n) as text from generate_series(0, 19999) n) p;
create temp table title as
select n, text, to_tsvector('english', blog_text(text)) as vector from (
    select n, pg_temp.words(6, n) as text from generate_series(0, 19999) n) p;
alter table pool add primary key (n);
alter table title add primary key (n);
analyze pool, title;
create temp table picked as
select n, floor(random() * 20000)::int as t, floor(random() * 20000)::int as a, floor(random() * 20000)::int as b,
       -- A word of ten articles.
       'zu' || translate((n / 10)::text, '0123456789', 'abcdefghik') || 'o' as rare
from generate_series(0, :posts - 1) n;
insert into blog_article (id, author_id, slug, version, title, summary, body, words, tags, sources, published_at, updated_at, reviewer_id, reviewed_at, review_due)
select (lpad(to_hex(picked.n), 8, '0') || '-0000-7000-8000-000000000000')::uuid, '00000000-0000-7000-8000-000000000001', 'article-' || picked.n, 1,
       t.text, t.text, '', concat_ws(' ', p.text, q.text, rare), array['cardiology', 'tag-' || picked.n % 1000], '[]', at, at,
       '00000000-0000-7000-8000-000000000002', at, '2100-01-01'
from picked join pool p on p.n = a join pool q on q.n = b join title t on t.n = picked.t,
     lateral (select timestamptz '2000-01-01' + picked.n * interval '1 minute' as at) o
order by picked.n;
insert into blog_search (id, number, words)
select (lpad(to_hex(picked.n), 8, '0') || '-0000-7000-8000-000000000000')::uuid, picked.n,
       setweight(t.vector, 'A') || setweight(t.vector, 'B') || p.vector || q.vector || to_tsvector('english', rare)
       || blog_generations(picked.n)
from picked join pool p on p.n = a join pool q on q.n = b join title t on t.n = picked.t
order by picked.n;
select setval('blog_number', :posts);
insert into blog_tagged select tag, published_at, id from blog_article, unnest(tags) tag;
insert into blog_tag select tag, count(*) from blog_tagged group by tag;
-- The made-up words have stems that are their own.
create temp table counted as
select word, count(*) as posts, max(number) as latest from blog_search, unnest(tsvector_to_array(words)) word where word ~ '^[a-z]+$' group by word;
insert into blog_word (word, lexeme, posts, latest, near)
select word, word, posts, latest, blog_near(word) from counted;
create index blog_search_words on blog_search using gin (words) with (fastupdate = off);
create index blog_word_lexeme on blog_word (lexeme);
create index blog_word_near on blog_word using gin (near) with (fastupdate = off);
create index blog_article_newest on blog_article (published_at desc, id desc);
create index blog_article_due on blog_article (review_due, id);
create index blog_article_author on blog_article (author_id);
set session_replication_role = origin;
