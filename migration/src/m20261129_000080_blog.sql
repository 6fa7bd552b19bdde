-- The blog. Of an article there are two texts: `blog_post` is what its author works on and doctors review, `blog_article` what everybody reads.
-- The second is a public directory, so its policy for reading is `true`: behind any other, no index of words could be used, because its
-- operators can leak.

-- Pictures, in the store of objects under the row's id. Public, under ids that cannot be guessed.
create table blog_image (
    id uuid primary key,
    author_id uuid not null references doctor,
    media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/webp')),
    size bigint not null check (size between 1 and 5242880),
    sha256 bytea not null check (length(sha256) = 32),
    created_at timestamptz not null
);
create index blog_image_author on blog_image (author_id);

create table blog_post (
    id uuid primary key,
    author_id uuid not null references doctor,
    slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 120),
    status text not null check (status in ('draft', 'in-review', 'published')),
    version integer not null check (version > 0),
    title text not null check (length(title) <= 150),
    summary text not null check (length(summary) <= 300),
    body text not null check (length(body) <= 100000),
    tags text[] not null check (cardinality(tags) <= 8),
    sources jsonb not null,
    cover_id uuid references blog_image,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    submitted_at timestamptz,
    -- When readers saw it first; from then on its address stays.
    published_at timestamptz,
    remark text check (length(remark) <= 2000),
    remark_by uuid references doctor,
    remarked_at timestamptz,
    withdrawn_at timestamptz,
    withdrawn_why text check (length(withdrawn_why) <= 2000),
    check ((remark is null) = (remarked_at is null) and (remark is null) = (remark_by is null)),
    check ((withdrawn_at is null) = (withdrawn_why is null)),
    check (status <> 'in-review' or submitted_at is not null)
);
create index blog_post_author on blog_post (author_id, updated_at desc, id desc);
create index blog_post_waiting on blog_post (submitted_at, id) where status = 'in-review';

create table blog_article (
    id uuid primary key references blog_post,
    author_id uuid not null references doctor,
    slug text not null unique,
    version integer not null,
    title text not null,
    summary text not null,
    body text not null,
    -- The text without its markup, for search.
    words text not null,
    tags text[] not null,
    sources jsonb not null,
    cover_id uuid references blog_image,
    published_at timestamptz not null,
    updated_at timestamptz not null,
    reviewer_id uuid not null references doctor,
    reviewed_at timestamptz not null,
    review_due date not null,
    -- Four eyes.
    check (reviewer_id <> author_id)
);
create index blog_article_newest on blog_article (published_at desc, id desc);
create index blog_article_due on blog_article (review_due, id);
create index blog_article_author on blog_article (author_id);

-- What follows from the articles: how they are found. Written by the trigger below and by nobody else.

create table blog_search (
    id uuid primary key references blog_article on delete cascade,
    -- Counts articles in the order of their publication.
    number bigint not null unique,
    words tsvector not null
);
create index blog_search_words on blog_search using gin (words) with (fastupdate = off);

create table blog_tagged (
    tag text not null,
    published_at timestamptz not null,
    id uuid not null references blog_article on delete cascade,
    primary key (tag, published_at, id)
);
create index blog_tagged_id on blog_tagged (id);

create table blog_tag (
    tag text primary key,
    posts integer not null
);
create index blog_tag_most on blog_tag (posts desc, tag);

-- Every word that stands in an article, what it is looked up as, and in how many it stands.
create table blog_word (
    word text primary key,
    lexeme text not null,
    posts integer not null,
    -- The number of the newest article with it.
    latest bigint not null,
    -- The word with a letter or two left out: two words that share one of these differ by little.
    near text[] not null
);
create index blog_word_lexeme on blog_word (lexeme);
create index blog_word_near on blog_word using gin (near) with (fastupdate = off);

create sequence blog_number;

-- A word with a letter left out, and two of longer ones; of the first ten letters, which is where the rest is cut.
create function blog_near(word text) returns text[] language plpgsql immutable strict parallel safe as $$
declare
    cut text := left(word, 10);
    one text;
    near text[] := array[cut];
begin
    for i in 1..length(cut) loop
        one := overlay(cut placing '' from i for 1);
        near := near || one;
        if length(cut) >= 7 then
            for j in i..length(one) loop
                near := near || overlay(one placing '' from j for 1);
            end loop;
        end if;
    end loop;
    return near;
end $$;

-- How texts are cut into words: without accents, and what is joined by a hyphen or a slash as words of its own.
create function blog_text(value text) returns text language sql immutable strict parallel safe
    as $$ select translate(public.plain(value), '-/''’', '    ') $$;

create function blog_tsvector(title text, summary text, tags text[], words text) returns tsvector language sql immutable strict parallel safe as $$
    select setweight(to_tsvector('english', blog_text(title)), 'A')
        || setweight(to_tsvector('english', blog_text(summary)), 'B')
        || setweight(to_tsvector('english', blog_text(array_to_string(tags, ' '))), 'B')
        || setweight(to_tsvector('english', blog_text(words)), 'D')
$$;

-- Articles that were published one after the other are a generation; there are small, middling and large ones, each with a name that stands among
-- the words of its articles and that nobody can type.
create function blog_generation(number bigint, bits integer) returns text language sql immutable strict parallel safe
    as $$ select '~' || bits || '~' || (number >> bits) $$;
create function blog_generations(number bigint) returns tsvector language sql immutable strict parallel safe
    as $$ select array_to_tsvector(array[blog_generation(number, 12), blog_generation(number, 15), blog_generation(number, 18)]) $$;

-- The words of an article that can be mistyped or looked for.
create function blog_vocabulary(title text, summary text, tags text[], words text) returns setof text
    language sql immutable strict parallel safe as $$
    select word from unnest(tsvector_to_array(to_tsvector('simple',
        blog_text(concat_ws(' ', title, summary, array_to_string(tags, ' '), words))))) word
    where length(word) between 2 and 40 and word ~ '^[[:alnum:]]+$'
$$;

-- `sign` is 1 for an article that comes, -1 for one that goes. In one order, so that two of them never wait for each other.
create function blog_count(article blog_article, sign integer, place bigint) returns void language plpgsql as $$
begin
    insert into blog_tag as t (tag, posts) select tag, sign from unnest(article.tags) tag order by tag
        on conflict (tag) do update set posts = t.posts + excluded.posts;
    delete from blog_tag where tag = any(article.tags) and posts <= 0;
    if sign > 0 then
        insert into blog_word as w (word, lexeme, posts, latest, near)
            select word, lexeme, 1, place, blog_near(word)
            from blog_vocabulary(article.title, article.summary, article.tags, article.words) word,
                 lateral (select (ts_lexize('english_stem', word))[1] as lexeme) l
            where lexeme is not null order by word
            on conflict (word) do update set posts = w.posts + 1, latest = greatest(w.latest, excluded.latest);
    else
        with gone as (select w.word from blog_word w where w.word in
                (select blog_vocabulary(article.title, article.summary, article.tags, article.words)) order by w.word for update)
        update blog_word w set posts = w.posts - 1 from gone where w.word = gone.word;
        delete from blog_word where posts <= 0 and word in
            (select blog_vocabulary(article.title, article.summary, article.tags, article.words));
    end if;
end $$;

-- Nobody may write what follows from the articles, so the function takes the right for the moment, and gives it back.
create function blog_found() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    before text := coalesce(current_setting('app.role', true), '');
    place bigint;
begin
    perform set_config('app.role', 'operator', true);
    if tg_op = 'UPDATE' then
        select number into place from public.blog_search where id = old.id;
    end if;
    if tg_op in ('UPDATE', 'DELETE') then
        perform public.blog_count(old, -1, 0);
        delete from public.blog_tagged where id = old.id;
    end if;
    if tg_op in ('INSERT', 'UPDATE') then
        place := coalesce(place, nextval('public.blog_number'));
        perform public.blog_count(new, 1, place);
        insert into public.blog_tagged (tag, published_at, id) select tag, new.published_at, new.id from unnest(new.tags) tag;
        insert into public.blog_search (id, number, words)
            values (new.id, place, public.blog_tsvector(new.title, new.summary, new.tags, new.words)
                || public.blog_generations(place))
            on conflict (id) do update set words = excluded.words;
    end if;
    perform set_config('app.role', before, true);
    -- Before a delete, null would call it off.
    return case tg_op when 'DELETE' then old end;
end $$;
create trigger blog_found after insert or update of title, summary, tags, words, published_at on blog_article
    for each row execute function blog_found();
-- What is deleted takes its rows with it; the counts are taken back before.
create trigger blog_lost before delete on blog_article for each row execute function blog_found();

-- Articles in which `wanted` is found, at most `most`, the newest; ranked by how well. A word that stands in many is looked for in the newest
-- generations alone that should hold enough, and further back only while too little is found. The index goes through the entries of whatever is
-- rarer, the word or the generations, and skips in the other; so what it costs hangs on `most`, not on how many there are.
--
-- `expected` is how many there should be, `latest` the number of the newest article that can be one.
create function blog_candidates(wanted tsquery, expected bigint, latest bigint, most integer)
    returns table (id uuid, number bigint, rank real)
    language plpgsql stable set enable_seqscan = off set enable_indexscan = off as $$
declare
    total bigint := (select max(s.number) + 1 from blog_search s);
    far bigint := 3 * most * total / greatest(expected, 1) / 2;
    bits integer;
    recent tsquery;
    numbers bigint[];
begin
    if expected > 3 * most then
        while far < total loop
            bits := case when far <= 4 * 4096 then 12 when far <= 4 * 32768 then 15 else 18 end;
            recent := (select string_agg('''' || public.blog_generation(g << bits, bits) || '''', ' | ')
                       from generate_series(greatest(latest - far, 0) >> bits, latest >> bits) g)::tsquery;
            numbers := array(select s.number from blog_search s where s.words @@ (wanted && recent) order by s.number desc limit most);
            exit when cardinality(numbers) >= most;
            numbers := null;
            far := far * 8;
        end loop;
    end if;
    if numbers is null then
        numbers := array(select s.number from blog_search s where s.words @@ wanted order by s.number desc limit most);
    end if;
    return query select s.id, s.number, ts_rank_cd(s.words, wanted) from blog_search s where s.number = any(numbers);
end $$;

-- What readers say.
create table blog_comment (
    id uuid primary key,
    post_id uuid not null references blog_post,
    user_id uuid not null references account,
    text text not null check (length(text) between 1 and 4000),
    created_at timestamptz not null,
    hidden_at timestamptz,
    hidden_why text check (length(hidden_why) <= 2000),
    -- Since when a report waits for a judgement, and how many of them.
    reported_at timestamptz,
    reports integer not null default 0,
    check ((hidden_at is null) = (hidden_why is null))
);
create index blog_comment_post on blog_comment (post_id, id desc);
create index blog_comment_user on blog_comment (user_id, id desc);
create index blog_comment_reported on blog_comment (id) where reported_at is not null;
create index blog_comment_hidden on blog_comment (id desc) where hidden_at is not null;

-- Who reported what, so that each reader counts once.
create table blog_report (
    comment_id uuid not null references blog_comment on delete cascade,
    user_id uuid not null references account,
    at timestamptz not null,
    primary key (comment_id, user_id)
);
create index blog_report_user on blog_report (user_id);

create function blog_reported() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    before text := coalesce(current_setting('app.role', true), '');
begin
    perform set_config('app.role', 'operator', true);
    update public.blog_comment set reports = reports + 1, reported_at = coalesce(reported_at, new.at) where id = new.comment_id;
    perform set_config('app.role', before, true);
    return null;
end $$;
create trigger blog_reported after insert on blog_report for each row execute function blog_reported();

-- Whether another text has this address already, also one that who asks does not see.
create function blog_slug_is_taken(wanted text, but uuid) returns boolean language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    before text := coalesce(current_setting('app.role', true), '');
    taken boolean;
begin
    perform set_config('app.role', 'operator', true);
    taken := exists (select from public.blog_post p where p.slug = wanted and p.id <> but);
    perform set_config('app.role', before, true);
    return taken;
end $$;

-- Whether who asks is a doctor whose licence was checked.
create function app_verified() returns boolean language sql stable parallel safe as $$
    select app_role() = 'doctor' and exists (select from doctor d where d.id = app_doctor() and d.verified_at is not null)
$$;

alter table blog_image enable row level security, force row level security;
create policy blog_image_read on blog_image for select using (true);
create policy blog_image_insert on blog_image for insert with check (
    app_role() = 'operator' or (author_id = app_doctor() and app_verified()));
create policy blog_image_change on blog_image for update using (app_role() = 'operator');
create policy blog_image_delete on blog_image for delete using (app_role() = 'operator');

alter table blog_post enable row level security, force row level security;
create policy blog_post_read on blog_post for select using (
    author_id = app_doctor() or app_role() = 'operator'
    -- Handed in at least once: reviewers and administrators see it. A first draft is its author's alone.
    or (submitted_at is not null and (app_role() = 'admin' or app_verified())));
create policy blog_post_insert on blog_post for insert with check (
    app_role() = 'operator' or (author_id = app_doctor() and app_verified() and status = 'draft' and published_at is null));
create policy blog_post_update on blog_post for update
    using (author_id = app_doctor() or app_role() = 'operator' or (submitted_at is not null and (app_role() = 'admin' or app_verified())))
    with check (author_id = app_doctor() or app_role() = 'operator' or (submitted_at is not null and (app_role() = 'admin' or app_verified())));
create policy blog_post_delete on blog_post for delete using (app_role() = 'operator');

-- The words are the author's; that they are good is another doctor's to say.
create function blog_post_is_changed_by_its_own() returns trigger language plpgsql as $$
begin
    if app_role() = 'operator' then return new; end if;
    if (new.id, new.author_id, new.created_at) is distinct from (old.id, old.author_id, old.created_at)
        or ((new.title, new.summary, new.body, new.tags, new.sources, new.cover_id, new.slug, new.submitted_at)
            is distinct from (old.title, old.summary, old.body, old.tags, old.sources, old.cover_id, old.slug, old.submitted_at)
            and old.author_id is distinct from app_doctor())
        or (new.status = 'published' and old.status <> 'published' and (old.status <> 'in-review' or app_role() <> 'doctor' or old.author_id = app_doctor()))
        or (old.published_at is not null and (new.slug <> old.slug or new.published_at is distinct from old.published_at))
        or ((new.remark, new.remark_by) is distinct from (old.remark, old.remark_by) and new.remark is not null
            and (new.remark_by is distinct from app_doctor() or old.author_id = app_doctor()))
        or ((new.withdrawn_at, new.withdrawn_why) is distinct from (old.withdrawn_at, old.withdrawn_why) and new.withdrawn_at is not null
            and old.author_id is distinct from app_doctor() and app_role() <> 'admin')
    then
        raise exception 'not a part of theirs' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger blog_post_is_changed_by_its_own before update on blog_post
    for each row execute function blog_post_is_changed_by_its_own();

alter table blog_article enable row level security, force row level security;
create policy blog_article_read on blog_article for select using (true);
create policy blog_article_insert on blog_article for insert with check (
    app_role() = 'operator' or (reviewer_id = app_doctor() and author_id <> app_doctor() and app_verified()));
create policy blog_article_update on blog_article for update
    using (app_role() = 'operator' or (author_id <> app_doctor() and app_verified()))
    with check (app_role() = 'operator' or (reviewer_id = app_doctor() and author_id <> app_doctor() and app_verified()));
create policy blog_article_delete on blog_article for delete using (
    author_id = app_doctor() or app_role() in ('admin', 'operator'));

-- What readers get is what was handed in, to the letter.
create function blog_article_is_what_was_reviewed() returns trigger language plpgsql as $$
begin
    if app_role() = 'operator' then return new; end if;
    if tg_op = 'UPDATE' and (new.id, new.author_id, new.slug, new.title, new.summary, new.body, new.words, new.tags, new.sources, new.cover_id, new.published_at)
        is not distinct from (old.id, old.author_id, old.slug, old.title, old.summary, old.body, old.words, old.tags, old.sources, old.cover_id, old.published_at)
    then
        return new;
    end if;
    if not exists (select from blog_post p where p.id = new.id and p.author_id = new.author_id and p.slug = new.slug and p.status = 'in-review'
        and p.title = new.title and p.summary = new.summary and p.body = new.body and p.tags = new.tags and p.sources = new.sources
        and p.cover_id is not distinct from new.cover_id)
    then
        raise exception 'not what was handed in' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger blog_article_is_what_was_reviewed before insert or update on blog_article
    for each row execute function blog_article_is_what_was_reviewed();

alter table blog_search enable row level security, force row level security;
create policy blog_search_read on blog_search for select using (true);
create policy blog_search_write on blog_search for all using (app_role() = 'operator');
alter table blog_tagged enable row level security, force row level security;
create policy blog_tagged_read on blog_tagged for select using (true);
create policy blog_tagged_write on blog_tagged for all using (app_role() = 'operator');
alter table blog_tag enable row level security, force row level security;
create policy blog_tag_read on blog_tag for select using (true);
create policy blog_tag_write on blog_tag for all using (app_role() = 'operator');
alter table blog_word enable row level security, force row level security;
create policy blog_word_read on blog_word for select using (true);
create policy blog_word_write on blog_word for all using (app_role() = 'operator');

alter table blog_comment enable row level security, force row level security;
create policy blog_comment_read on blog_comment for select using (
    hidden_at is null or user_id = app_user() or app_role() in ('admin', 'operator'));
create policy blog_comment_insert on blog_comment for insert with check (
    app_role() = 'operator' or (user_id = app_user() and hidden_at is null and reports = 0 and reported_at is null
        and exists (select from blog_article a where a.id = post_id)));
-- Nobody rewrites a comment; administrators judge it.
create policy blog_comment_update on blog_comment for update
    using (app_role() in ('admin', 'operator')) with check (app_role() in ('admin', 'operator'));
create policy blog_comment_delete on blog_comment for delete using (user_id = app_user() or app_role() = 'operator');

create function blog_comment_is_not_rewritten() returns trigger language plpgsql as $$
begin
    raise exception 'a comment is never rewritten' using errcode = 'insufficient_privilege';
end $$;
create trigger blog_comment_is_not_rewritten before update of id, post_id, user_id, text, created_at on blog_comment
    for each row execute function blog_comment_is_not_rewritten();

alter table blog_report enable row level security, force row level security;
create policy blog_report_read on blog_report for select using (user_id = app_user() or app_role() in ('admin', 'operator'));
create policy blog_report_insert on blog_report for insert with check (user_id = app_user() or app_role() = 'operator');
create policy blog_report_delete on blog_report for delete using (user_id = app_user() or app_role() in ('admin', 'operator'));
