-- How many articles there are is asked for outside: without index scans, which are off in here, the highest number is found by going through all.
drop function blog_candidates(tsquery, bigint, bigint, integer);
create function blog_candidates(wanted tsquery, expected bigint, latest bigint, most integer, total bigint)
    returns table (id uuid, number bigint, rank real) language plpgsql stable
    set enable_seqscan = off
    set enable_indexscan = off
as $$
declare
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
