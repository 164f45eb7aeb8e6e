-- Bylines in the text of an article: whom they may name is asked about, as it is of the names that the desk gave it.

-- A name without what stands behind it: a place, an employer, a post.
CREATE OR REPLACE FUNCTION byline_plain(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT btrim(regexp_replace(name, '[ (]+(?:(?:in|for|at|à|bei|für|pour|staff|special|senior|freelance|writers?'
    '|reporters?|reporting|correspondents?|editors?|editorial|bureau|producers?|contributors?|columnists?|journalists?'
    '|analysts?|agency|press|news|newsroom|times|post|reuters|team|desk|media)\M).*$', '', 'i'),
    ' ()[]*_.,:;"“”|•·–—-') $$;

-- The names in a line that is, or may be, a byline: "By X", "Story by X; photographs by Y", "Par X avec AFP". Near the
-- top or the end of a text also a line of names alone, "Texte: X", and "4 May, by X". At most twelve.
CREATE OR REPLACE FUNCTION byline_names(line text, near boolean) RETURNS SETOF text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  by_ CONSTANT text := '(?:(?:additional|words|text|story|stories|reports?|reported|reporting|written|writing|photos?'
    '|photograph(?:s|y)?|pictures?|video|interviews?|compiled|edited|editing|research|analysis|and|&),? )*by\M:? ?';
  others CONSTANT text := '(?:texte?|testo|tekst|propos recueillis)? ?'
    '(?:par|por|von|di|da|door|av|af|przez|yazan|autor(?:in|a|es)?|автор|текст|müəllif)\M:? ?';
  joined CONSTANT text :=
    ' (?:and|und|et|y|e|en|och|og|и|i|ve|və|with|avec|mit|con) | ?[,;|•·/／&+(] ?| [–—-] ';
  unseen CONSTANT text := '[\u00AD\u200B-\u200F\u2060-\u2064\uFEFF]';
  plain text := btrim(regexp_replace(regexp_replace(left(line, 300), unseen, '', 'g'), '\s+', ' ', 'g'),
                      ' ()[]*_|•·–—-,');
  names text := regexp_replace(plain, '^(?:' || by_ || '|' || others || ')', '', 'i');
  by_name boolean := names <> plain;
  label boolean := false;
BEGIN
  IF NOT by_name AND near AND plain !~ '[?!;…]$' AND char_length(plain) <= 120 THEN
    names := regexp_replace(plain, '^.*\mby ', '', 'i');
    by_name := names <> plain AND plain !~ '\.$';
    IF NOT by_name THEN
      names := regexp_replace(plain, '(?:^|[.;,] )[[:alpha:]]+(?: [[:alpha:]]+){0,3} ?[:：] ?', ';', 'g');
      label := names <> plain;
    END IF;
  END IF;
  IF NOT by_name AND (NOT near OR plain ~ '[?!:;…]$' OR char_length(plain) > 120) THEN RETURN; END IF;
  RETURN QUERY WITH parts AS (
    SELECT byline_plain(p.part) AS part, p.at
    FROM regexp_split_to_table(regexp_replace(names, '(?:^|[ ,;])' || by_, ';', 'gi'), joined, 'i')
      WITH ORDINALITY p (part, at)
  ), named AS (
    SELECT part, at, cardinality(regexp_split_to_array(part, ' ')) AS words FROM parts
    WHERE part ~ '[[:alpha:]]' AND (by_name OR part !~ '\d')
  )
  SELECT part FROM named
  WHERE words <= 8 AND (by_name OR (SELECT max(words) <= 4 FROM named)
                        AND (label OR words > 1 OR upper(part) = lower(part)))
  ORDER BY at LIMIT 12;
END $$;

-- The names in what may be bylines of a version, whether it stands in the text or was left out of it: short blocks, and
-- how the last blocks end ("… it said. Reporting by X"). Of many lines, those near the top and the end count first.
CREATE OR REPLACE FUNCTION text_bylines(version bigint) RETURNS TABLE (name text) LANGUAGE sql STABLE AS $$
  WITH b AS MATERIALIZED (
    SELECT position, kind, text, left_out,
      count(*) FILTER (WHERE NOT left_out) OVER below < 2 AS near_end
    FROM claims_block WHERE version_id = version
    WINDOW below AS (ORDER BY position DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
  ), l AS (
    SELECT position, near_end OR position <= 8 + coalesce(
        (SELECT min(position) FROM b h WHERE h.kind = 'headline' AND NOT h.left_out), 0) AS near,
      kind, CASE WHEN char_length(text) <= 200 THEN text ELSE substring(right(text, 200)
        FROM '(?i)\m((?:additional )?(?:reporting|written|story|words|text) by .*)$') END AS line
    FROM b
  ), n AS (
    SELECT n.name, min(l.position) AS position FROM (
      SELECT * FROM l WHERE line IS NOT NULL ORDER BY near DESC, position) l
    CROSS JOIN LATERAL byline_names(l.line, l.near AND l.kind <> 'headline') n (name)
    GROUP BY n.name ORDER BY bool_or(l.near) DESC, 2 LIMIT 60
  )
  SELECT name FROM n ORDER BY position $$;

-- Ask, for the bylines in the texts of articles as they are now, which members they may name: of a desk, or this one.
-- Each name that may be a member's is kept with those of the article, as one that is not in its byline, and is asked
-- about there (author_asked). A name that the article has, or had, was asked about.
CREATE OR REPLACE FUNCTION ask_texts(articles bigint[], person bigint) RETURNS void LANGUAGE sql AS $$
  WITH fresh AS MATERIALIZED (  -- first, since to compare a name with each member's takes longer
    SELECT t.id, t.desk_id, n.name, name_words(n.name) AS words
    FROM claims_article t CROSS JOIN LATERAL text_bylines(t.current_version_id) n
    WHERE t.id = ANY (articles) AND name_words(n.name) <> '{}'
      AND name_words(n.name) NOT IN (SELECT name_words(byline_plain(a.name)) FROM claims_articleauthor a
                                     WHERE a.article_id = t.id)
  )
  INSERT INTO claims_articleauthor (article_id, name, position, removed_at, asked)
    SELECT DISTINCT ON (n.id, n.words) n.id, left(n.name, 200), 0, now(), false FROM fresh n
    WHERE EXISTS (
      SELECT 1 FROM claims_person p
      WHERE p.id IN (SELECT m.person_id FROM claims_membership m WHERE m.desk_id = n.desk_id)
        AND (ask_texts.person IS NULL OR p.id = ask_texts.person)
        AND NOT EXISTS (SELECT 1 FROM authorships() w WHERE w.article_id = n.id AND w.person_id = p.id AND w.certain)
        AND (names_may_be_one(n.name, name_shown(p.name, p.username)) OR n.words = name_words(p.username)))
    ORDER BY n.id, n.words $$;

-- However words come into an article, they are in it once it takes their version.
CREATE OR REPLACE FUNCTION article_bylines_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ask_texts(ARRAY[NEW.id], NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER article_bylines_asked AFTER UPDATE OF current_version_id ON claims_article FOR EACH ROW
  WHEN (NEW.current_version_id IS DISTINCT FROM OLD.current_version_id) EXECUTE FUNCTION article_bylines_asked();
