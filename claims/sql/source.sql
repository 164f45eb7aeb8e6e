-- Sources and speakers: what each is known by, who is whose, and what the rules read of a piece of evidence.

-- An address as browsers read it, for comparison: "\" is "/", every full stop is one, and letters and digits that are
-- written in percent (%65, %C3%BC) are written out.
CREATE OR REPLACE FUNCTION address_read(address text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(string_agg(CASE
    WHEN m[1] ~* '^%(3[0-9]|[46][1-9a-f]|[57][0-9a]|2[de]|5f|7e)$' OR m[1] ~* '^%[89a-f]' THEN letters_read(m[1])
    ELSE m[1] END, '' ORDER BY n), '')
  FROM regexp_matches(translate(left(btrim(address), 2000), '\。．｡', '/...'),
    '(?:%[89a-fA-F][0-9a-fA-F])+|%[0-9a-fA-F]{2}|[^%]+|%', 'g') WITH ORDINALITY x (m, n) $$;
CREATE OR REPLACE FUNCTION letters_read(percent text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN convert_from(decode(replace(percent, '%', ''), 'hex'), 'UTF8');
EXCEPTION WHEN character_not_in_repertoire THEN RETURN percent;
END $$;

-- The letters of a part of a host that is written as xn--… (RFC 3492); what is no such part stays as it is.
CREATE OR REPLACE FUNCTION host_letters(part text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  plain text := coalesce(substring(part FROM '^xn--(.*)-[a-z0-9]*$'), '');
  coded text := substring(part FROM '^xn--(?:.*-)?([a-z0-9]+)$');
  letter int := 128; at_ int := 0; bias int := 72; was int; weight bigint; threshold int; digit int; shift int;
BEGIN
  IF coded IS NULL OR char_length(part) > 63 THEN RETURN part; END IF;
  WHILE coded <> '' LOOP
    was := at_; weight := 1; threshold := 36;
    LOOP
      IF coded = '' THEN RETURN part; END IF;
      digit := position(left(coded, 1) IN 'abcdefghijklmnopqrstuvwxyz0123456789') - 1;
      coded := substr(coded, 2);
      at_ := at_ + digit * weight;
      shift := greatest(1, least(26, threshold - bias));
      EXIT WHEN digit < shift;
      weight := weight * (36 - shift); threshold := threshold + 36;
    END LOOP;
    -- How far apart the next letters are expected to be.
    digit := CASE WHEN was = 0 THEN (at_ - was) / 700 ELSE (at_ - was) / 2 END;
    digit := digit + digit / (char_length(plain) + 1);
    bias := 0;
    WHILE digit > 455 LOOP digit := digit / 35; bias := bias + 36; END LOOP;
    bias := bias + 36 * digit / (digit + 38);
    letter := letter + at_ / (char_length(plain) + 1);
    IF letter > 1114111 OR letter BETWEEN 55296 AND 57343 THEN RETURN part; END IF;
    at_ := at_ % (char_length(plain) + 1);
    plain := left(plain, at_) || chr(letter) || substr(plain, at_ + 1);
    at_ := at_ + 1;
  END LOOP;
  RETURN plain;
EXCEPTION WHEN numeric_value_out_of_range THEN RETURN part;
END $$;

-- The host of an address as it stands there, in small letters, without user, port and full stop at its end.
CREATE OR REPLACE FUNCTION address_server(address text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN position('xn--' IN host) > 0 THEN (SELECT string_agg(host_letters(p), '.' ORDER BY n)
                                            FROM unnest(string_to_array(host, '.')) WITH ORDINALITY x (p, n))
              ELSE host END
  FROM (SELECT rtrim(coalesce(lower(normalize(substring(address
    FROM '^(?:[A-Za-z][A-Za-z0-9+.-]*:)?/*(?:[^/?#@]*@)?([^/?#:]+)'), NFKC)), ''), '.')) h (host) $$;

-- The address that a stored, translated or fast copy was made of, or that a page which passes on leads to; any other is
-- its own.
CREATE OR REPLACE FUNCTION address_copied(address text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE outer_ text := address_read(address); host text; rest text; inner_ text;
BEGIN
  FOR step IN 1..4 LOOP
    host := regexp_replace(address_server(outer_), '^www\.', '');
    rest := substring(outer_ FROM '^(?:[A-Za-z][A-Za-z0-9+.-]*:)?/*[^/?#]*(.*)$');
    inner_ := CASE
      WHEN right(host, 15) = '.translate.goog' THEN
        replace(replace(replace(left(host, -15), '--', '/'), '-', '.'), '/', '-')
        || regexp_replace(rest, '[?&]_x_tr_[^#]*', '')
      WHEN right(host, 15) = '.ampproject.org' THEN substring(rest FROM '^/[a-z]/(?:s/)?(.+)$')
      WHEN left(rest, 5) = '/amp/' AND (host = 'bing.com' OR left(host, 7) = 'google.') THEN
        substring(rest FROM '^/amp/(?:s/)?(.+)$')
      WHEN left(host, 7) = 'google.' OR left(host, 17) IN ('translate.google.', 'translate.yandex.')
        OR host = ANY ('{web.archive.org,wayback.archive.org,wayback.archive-it.org,archive.today,archive.ph,archive.is,
          archive.li,archive.md,archive.vn,archive.fo,webcache.googleusercontent.com,l.facebook.com,lm.facebook.com,
          webarchive.org.uk,webarchive.nationalarchives.gov.uk,arquivo.pt,12ft.io,r.jina.ai,timetravel.mementoweb.org,
          megalodon.jp,away.vk.com,t.umblr.com}') THEN coalesce(
          substring(rest FROM '^[^?]*?(https?:/.*)$'),
          address_unquoted(substring(rest FROM '[?&](?:q|u|url|to|z)=(?:cache:[^:&]*:)?(https?(?::|%3[aA])[^&#]*)')),
          substring(rest FROM '[?&]q=cache:(?:[\w-]+:)?([^&#+ ]+)'),
          substring(rest FROM '^/(?:[a-z]+/)?\d[^/]*/([^/?#]+\.[^/?#]+(?:[/?#].*)?)$'))
      END;
    EXIT WHEN coalesce(inner_, '') = '';
    outer_ := CASE WHEN inner_ ~* '^[a-z]+:/' THEN inner_ ELSE 'https://' || inner_ END;
  END LOOP;
  RETURN left(outer_, 2000);
END $$;
CREATE OR REPLACE FUNCTION address_unquoted(part text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT regexp_replace(regexp_replace(regexp_replace(part, '%3A', ':', 'gi'), '%2F', '/', 'gi'), '%3F', '?', 'gi') $$;

-- The address inside of an address, where it may lead on to it: not what it only came from.
CREATE OR REPLACE FUNCTION address_led_to(address text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT substring(regexp_replace(address_unquoted(address_read(address)),
    '[?&](ref\w*|via|from|source|utm_\w+)=[^&#]*', '', 'gi') FROM '^.{9,}?(https?:/.*)$') $$;

-- The host of an address, as addresses are compared: small letters, without www., mobile prefixes, port and user. The
-- stored copy of a page is at the page's own address.
CREATE OR REPLACE FUNCTION address_host(address text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE copied text := address_copied(address); host text := '';
BEGIN
  IF copied ~ '^[A-Za-z][A-Za-z0-9+.-]*:/*[^/]' THEN host := address_server(copied); END IF;
  WHILE host ~ '^(www?[0-9]*|m|mobile|amp|touch|wap)\.[^.]+\.' LOOP
    host := substr(host, position('.' IN host) + 1);
  END LOOP;
  RETURN CASE WHEN host IN ('x.com', 'fxtwitter.com', 'vxtwitter.com', 'fixupx.com', 'nitter.net') THEN 'twitter.com'
              WHEN host IN ('fb.com', 'mbasic.facebook.com', 'web.facebook.com') THEN 'facebook.com'
              WHEN host IN ('telegram.me', 'telegram.dog') THEN 't.me'
              WHEN host IN ('old.reddit.com', 'new.reddit.com') THEN 'reddit.com' ELSE host END;
END $$;

-- Whose site an address is on: its host, without the language of the edition (en.); on a host that many share, the host
-- and whose account it is. '' for an encyclopaedia, and where no account is named.
CREATE OR REPLACE FUNCTION address_site(address text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  host text := address_host(address); parts text[] := string_to_array(host, '.');
  path text[] := regexp_split_to_array(substring(address_copied(address) FROM '^[^:]*:/*[^/?#]+/([^?#]*)'), '/+');
BEGIN
  IF host = 'youtu.be' OR array_to_string(parts[cardinality(parts) - 1:], '.') IN ('wikipedia.org', 'wikidata.org') THEN
    RETURN '';
  ELSIF host = ANY ('{twitter.com,facebook.com,t.me,youtube.com,instagram.com,vk.com,tiktok.com,linkedin.com,medium.com,
      threads.net,bsky.app,reddit.com,ok.ru,rumble.com,sites.google.com,docs.google.com,drive.google.com,github.com}')
  THEN
    IF path[1] = ANY ('{s,c,channel,user,company,in,pages,profile,r,u}') AND path[2] <> '' THEN
      path := path[2:];
    END IF;
    RETURN coalesce(host || '/' || lower(nullif(ltrim(CASE WHEN path[1] <> ALL ('{watch,profile.php,story.php,
      permalink.php,photo,photo.php,groups,events,reel,p,i,embed,shorts,playlist,status,posts,feed,pulse,share,sharer,
      intent,hashtag,search}') THEN path[1] END, '@'), '')), '');
  ELSIF cardinality(parts) > 2 AND parts[1] = ANY ('{en,eng,english,ru,rus,fr,de,es,ar,az,hy,am,arm,ka,tr,fa,he,pt,it,
      pl,nl,zh,cn,ja,ko,uk,ua,intl,international}')
    AND NOT (cardinality(parts) = 3
             AND parts[2] = ANY ('{gov,gob,gouv,gv,govt,com,co,org,net,ac,edu,mil,nom,or,ne,go}')) THEN
    RETURN array_to_string(parts[2:], '.');
  END IF;
  RETURN host;
END $$;

-- An address as it is compared with others of the same page: without scheme, fragment, tracking, forms for print and
-- telephones (amp), and slash at its end.
CREATE OR REPLACE FUNCTION address_page(address text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN host = '' THEN '' ELSE host
    || rtrim(regexp_replace(regexp_replace(regexp_replace(
         coalesce(substring(copied FROM '^[^:]*:/*[^/?#]+(/[^?#]*)'), ''),
         '/{2,}', '/', 'g'), '^/amp(?=/.)|[/.]amp/?$|\.amp(?=\.html?$)', ''), '(/index)?\.(html?|php)$', ''), '/')
    || coalesce('?' || (
      SELECT string_agg(one, '&' ORDER BY one)
      FROM string_to_table(substring(copied FROM '\?([^#]*)'), '&') one, lower(split_part(one, '=', 1)) name
      WHERE name !~ '^(utm_|at_[a-z]|mc_[ce]id|amp_|_x_tr_|ns_)' AND name <> ALL ('{"",fbclid,gclid,dclid,yclid,msclkid,
        igshid,ref_src,ref_url,cmpid,ocid,_ga,_gl,amp,usqp,outputtype,gad_source,srsltid,twclid,li_fat_id,cmp,xtor,
        wt_mc,smid,sr_share,ito,guccounter,mkt_tok,print}')), '') END
  FROM (SELECT address_host(address), address_copied(address)) x (host, copied) $$;

-- A name as names are compared: its words in any order, without case, accents and punctuation, in letters that look the
-- same. "Azerbaijan's Defence Ministry" and "Azerbaijani Ministry of Defense" are one.
CREATE OR REPLACE FUNCTION name_mark(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(string_agg(DISTINCT word_mark(w), ' ' ORDER BY word_mark(w)), '')
  FROM unnest(name_words(name)) w WHERE w NOT IN ('of', 'the', 'for', 'in', 's') $$;
CREATE OR REPLACE FUNCTION word_mark(word text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    word, '(..)ence$', '\1ense'), '(...)tre$', '\1ter'), '(...)isation$', '\1ization'), '(...a)ni?$', '\1') $$;

-- A name as it may be spelt: in other letters (Ильхам Алиев, Ilham Aliyev, Alijew; Зеленський, Zelensky), with another
-- word for a nation ("German"), in any order of its words, without the form of a company and who speaks for somebody
-- ("press service of"). What tells two people apart stays: Ann and Anne, Maria and Marie, Chen and Shen, Khan and Han.
CREATE OR REPLACE FUNCTION name_spelt(name text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  spelt text := regexp_replace(translate(lower(left(name, 300)), '’ʼ`', ''''''''), '''(s\M)?', '', 'g'); step text[];
  nations CONSTANT jsonb := '{"german": "germany", "french": "france", "turkish": "turkey", "türkiye": "turkey",
    "british": "britain", "english": "england", "scottish": "scotland", "welsh": "wales", "irish": "ireland",
    "spanish": "spain", "italian": "italy", "polish": "poland", "danish": "denmark", "dutch": "netherlands",
    "swedish": "sweden", "finnish": "finland", "norwegian": "norway", "swiss": "switzerland", "greek": "greece",
    "ukrainian": "ukraine", "chinese": "china", "japanese": "japan", "israeli": "israel", "iraqi": "iraq",
    "iranian": "iran", "egyptian": "egypt", "lebanese": "lebanon", "kazakh": "kazakhstan", "uzbek": "uzbekistan",
    "tajik": "tajikistan", "kyrgyz": "kyrgyzstan", "afghan": "afghanistan", "canadian": "canada",
    "mexican": "mexico", "brazilian": "brazil", "argentine": "argentina", "chilean": "chile", "hungarian": "hungary",
    "portuguese": "portugal", "belgian": "belgium", "european": "europe", "palestinian": "palestine",
    "yemeni": "yemen", "kuwaiti": "kuwait", "qatari": "qatar", "azeri": "azerbaijan", "vietnamese": "vietnam",
    "thai": "thailand", "czechia": "czech"}';
  steps CONSTANT text[] := ARRAY[
    ['ph', 'f'], ['t?sch|tch', 'ch'], ['(?<=[[:alpha:]])kh', 'h'], ['ck|c(?=[lrt]|\M)', 'k'], ['x', 'ks'], ['w', 'v'],
    ['\mye', 'e'], ['(?<=[aeiou])j|y', 'i'], ['(?<=[aou])e(?=[b-df-hj-np-tv-z])', ''], ['eie', 'ee'], ['i+', 'i'],
    ['(?<=[dt])er\M', 'r'], ['([b-df-hj-np-tv-z])\1+(?=[a-z])', '\1'], ['\mm[ou]hame?d\M', 'muhamad']];
BEGIN
  spelt := regexp_replace(spelt,
    '\m(press[- ](service|office|centre|center|department|release)|official (website|site|page|channel|account))\M'
    '|\m(republic|kingdom) of\M(?! (the )?(china|korea|congo))|\m(the|of|for|in|by|and|inc|ltd|limited|llc|plc|gmbh)\M',
    ' ', 'g');
  spelt := regexp_replace(regexp_replace(spelt, '\mu\.\s?s\.(\s?a\.)?|\mus\M|\munited states( america)?\M', 'usa', 'g'),
                          '\mu\.\s?k\.|\muk\M|\munited kingdom\M|\mgreat britain\M', 'britain', 'g');
  spelt := name_latin((SELECT string_agg(coalesce(nations ->> w, w), ' ')
                       FROM regexp_split_to_table(spelt, '[^[:alnum:]]+') w));
  FOREACH step SLICE 1 IN ARRAY steps LOOP spelt := regexp_replace(spelt, step[1], step[2], 'g'); END LOOP;
  RETURN coalesce((SELECT string_agg(DISTINCT w, ' ' ORDER BY w)
                   FROM regexp_split_to_table(spelt, ' +') x, word_mark(x) w WHERE w <> ''), '');
END $$;

-- The words of a person's name without office and what follows a comma: of "President Ilham Aliyev", "ALIYEV, Ilham",
-- and "Ilham Aliyev, president of Azerbaijan". "" for one word.
CREATE OR REPLACE FUNCTION person_plain(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  WITH whole AS MATERIALIZED (
    SELECT m[1] AS word, n, m[1] = ANY ('{president,premier,minister,chancellor,king,queen,prince,princess,sheikh,mr,
      mrs,ms,miss,dr,prof,professor,sir,dame,lord,lady,general,gen,colonel,col,major,captain,capt,lieutenant,lt,admiral,
      senator,sen,rep,representative,congressman,congresswoman,governor,gov,mayor,judge,justice,secretary,director,
      chairman,chairwoman,chair,chief,spokesman,spokeswoman,spokesperson,ambassador,commissioner,councillor,mp,
      presidente,präsident,präsidentin,kanzler,ministro,ministra,ministre,président,herr,frau,señor,señora,президент,
      премьер,министр,глава,prezident,cumhurbaşkanı,bakan}') AS office
    FROM regexp_matches(split_part(regexp_replace(regexp_replace(lower(left(name, 300)),
      '^\s*([^\s,]+),\s*([^,]*)', '\2 \1'), '\s*([,;:(|–—]|\s-\s)', E'\n'), E'\n', 1), '[[:alnum:]''’-]+', 'g')
      WITH ORDINALITY x (m, n)
    WHERE m[1] <> ALL ('{jr,sr,ii,iii,iv}')
  ), behind AS (
    SELECT word, row_number() OVER (ORDER BY n) AS n, count(*) OVER () AS words
    FROM whole WHERE n > (SELECT coalesce(max(n), 0) FROM whole WHERE office)
  )
  SELECT coalesce(string_agg(word, ' ' ORDER BY n), '') FROM behind
  -- "President of Azerbaijan Ilham Aliyev"
  WHERE words > 1 AND NOT (n < 3 AND words > 3 AND EXISTS (SELECT 1 FROM behind WHERE n = 1 AND word = 'of')) $$;

-- Of such a name, the first and the last word, without a patronymic behind the two.
CREATE OR REPLACE FUNCTION person_short(plain text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT regexp_replace(
    regexp_replace(plain, '^(?!.*(вич|вна|чна|vich|vna|chna)\s)(\S+\s.*\S)\s+\S+(вич|вна|чна|vich|vna|chna)$', '\1'),
    '^(\S+)\s.*\s(\S+)$', '\1 \2') $$;

-- What names and an address are known by: each name as it looks; with a ~ as it may be spelt; of people and of a source
-- also without office; of people also with first and last name alone; and the site with an @. of_source: also the sites
-- that it is part of, and that of an address that its own leads on to. One of two people may have names between first
-- and last, or else both have the same: a speaker has > before what is whole and < before what is short, and a source
-- the other way round. "Brenn Evening Post", a publisher, is not "Brenn Post".
CREATE OR REPLACE FUNCTION marks_of(names text[], people text[], address text, of_source boolean) RETURNS text[]
LANGUAGE sql IMMUTABLE AS $$
  WITH named AS (SELECT DISTINCT n AS name FROM unnest(names || people) n WHERE n ~ '\S'),
  plain AS MATERIALIZED (
    SELECT person_plain(name) AS plain, name = ANY (people) AS person FROM named WHERE of_source OR name = ANY (people)
  ), form (sign, form) AS (
    SELECT '~', lower(name) FROM named
    UNION SELECT '>', plain FROM plain
    UNION SELECT '<', plain FROM plain WHERE of_source
    UNION SELECT CASE WHEN of_source THEN '>' ELSE '<' END, person_short(plain) FROM plain WHERE person
  ),
  sites AS (
    SELECT address_site(address) AS site
    UNION SELECT address_site(address_led_to(address)) WHERE of_source
  )
  SELECT coalesce(array_agg(DISTINCT left(mark, 200) ORDER BY left(mark, 200)), '{}') FROM (
    SELECT name_mark(name) AS mark FROM named
    UNION ALL SELECT f.sign || s.spelt
    FROM (SELECT form, name_spelt(form) AS spelt FROM (SELECT DISTINCT form FROM form) f OFFSET 0) s
    JOIN form f USING (form)
    UNION ALL SELECT '@' || site FROM sites
    UNION ALL
    SELECT '@' || array_to_string(parts[n:], '.')
    FROM (SELECT string_to_array(site, '.') FROM sites WHERE of_source AND site !~ '/') s (parts),
         generate_series(2, least(cardinality(parts) - 1, 20)) n
  ) x WHERE mark NOT IN ('', '@', '~', '>', '<') $$;

-- Marks as those of a source off the record are kept: no table and no index has the names of who is behind it once
-- more. A speaker and an article have theirs in both forms, so that the two are found to be one.
CREATE OR REPLACE FUNCTION marks_hidden(marks text[]) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg('#' || left(encode(sha256(convert_to(m, 'UTF8')), 'hex'), 32) ORDER BY m), '{}')
  FROM unnest(marks) m WHERE m !~ '^#' $$;

-- What an article or an outlet is known by: in both forms.
CREATE OR REPLACE FUNCTION outlet_marks(outlet text, address text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT m || marks_hidden(m) FROM (SELECT marks_of(ARRAY[outlet], '{}', address, false)) x (m) $$;

-- What a source and a speaker are known by, and a digest of the page of an address. Several authors are named one after
-- another.
CREATE OR REPLACE FUNCTION source_marks(publisher text, author text, address text, off_record boolean) RETURNS text[]
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN off_record THEN marks_hidden(m) ELSE m END
  FROM (SELECT marks_of(ARRAY[publisher],
                        ARRAY[author] || regexp_split_to_array(left(author, 200), '\s*[;,&]\s*|\s+and\s+'),
                        address, true) OFFSET 0) x (m) $$;
CREATE OR REPLACE FUNCTION speaker_marks(speaker bigint, name text, website text, kind text) RETURNS text[]
LANGUAGE sql STABLE AS $$
  SELECT m || marks_hidden(m)
  FROM (SELECT marks_of(n, CASE WHEN kind = 'person' THEN n ELSE '{}' END, website, false)
        FROM (SELECT ARRAY(SELECT a.name FROM claims_speakeralias a WHERE a.speaker_id = speaker) || $2) x (n)
        OFFSET 0) x (m) $$;
CREATE OR REPLACE FUNCTION page_digest(address text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce((marks_hidden(ARRAY[nullif(address_page(address), '')]))[1], '') $$;

-- Digests of who controls a source. Several are named one after another. A speaker has the same among its marks.
CREATE OR REPLACE FUNCTION control_marks(controlled_by text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT marks_hidden(ARRAY(
    SELECT DISTINCT name_mark(n) FROM regexp_split_to_table(controlled_by, '\s*[;,&]\s*') n
    WHERE name_mark(n) <> '')) $$;

CREATE OR REPLACE FUNCTION source_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE into_ claims_source;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM source_access(OLD, NEW);
  ELSIF NEW.access = 'restricted' THEN
    NEW.created_by_id := factcheck_actor();
  END IF;
  NEW.marks := source_marks(NEW.publisher, NEW.author, NEW.address,
                            NEW.terms = 'off_record' OR NEW.access = 'restricted');
  NEW.page := page_digest(NEW.address);
  NEW.control := control_marks(NEW.controlled_by);
  IF TG_OP = 'UPDATE' THEN
    NEW.salt := OLD.salt;
    NEW.known_before := ARRAY(SELECT DISTINCT n FROM unnest(OLD.known_before || NEW.known_before
      || CASE WHEN NEW.title <> OLD.title THEN ARRAY[OLD.title::text] END
      || CASE WHEN NEW.author <> OLD.author THEN ARRAY[OLD.author::text] END) n WHERE n ~ '\S' ORDER BY n);
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.desk_id <> OLD.desk_id THEN
    PERFORM refuse('source_desk', 409, 'A source stays on its desk.');
  ELSIF NEW.speaker_id IS NOT NULL AND NEW.desk_id IS DISTINCT FROM (SELECT desk_id FROM claims_speaker
                                                                  WHERE id = NEW.speaker_id) THEN
    PERFORM refuse('source_desk', 409, 'A source carries the word of a speaker of its desk.');
  END IF;
  IF NEW.reference IS DISTINCT FROM (TG_OP = 'UPDATE' AND OLD.reference)
     AND NOT holds(NEW.desk_id, factcheck_actor(), 'chief') THEN
    PERFORM refuse('source_reference', 403,
      'Only a chief of this desk puts a work on the reference list, or takes it off.');
  END IF;
  -- A merged source stays what it was, and points to the one that it is the same as (see speaker_before). What the
  -- desk agreed with it, and whether anybody may rest on it, are the same of both, and go along from then on.
  NEW.root_id := NEW.id;
  IF NEW.merged_into_id IS NOT NULL THEN
    -- Two people who merge the same sources wait for each other.
    SELECT * INTO into_ FROM claims_source WHERE id = NEW.merged_into_id FOR NO KEY UPDATE;
    IF into_.desk_id <> NEW.desk_id OR into_.root_id = NEW.id THEN
      PERFORM refuse('source_merge', 409, 'A source is merged into another one of its desk.');
    ELSIF into_.terms <> NEW.terms THEN
      PERFORM refuse('source_merge_alike', 409, 'The two have different terms. Give both the same terms first.');
    ELSIF 'restricted' IN (into_.access, NEW.access) THEN
      PERFORM refuse('source_merge_alike', 409, 'A restricted source is merged with none. Open it to the desk first.');
    ELSIF (into_.withdrawn = '') <> (NEW.withdrawn !~ '\S') THEN
      PERFORM refuse('source_merge_alike', 409, 'One of the two is withdrawn. Withdraw both first, or neither.');
    END IF;
    IF TG_OP = 'INSERT' OR NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id THEN
      PERFORM derivations_wait(NEW.desk_id);
      IF derives_from(NEW.id, into_.id) OR derives_from(into_.id, NEW.id) THEN
        PERFORM refuse('source_merge_circle', 409,
          'One of the two derives from the other, and would derive from itself. Remove that origin first.');
      END IF;
    END IF;
    NEW.root_id := into_.root_id;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id
     AND NOT holds(NEW.desk_id, factcheck_actor(), 'chief')
     AND NEW.reference <> (SELECT reference FROM claims_source
                           WHERE id = coalesce(NEW.merged_into_id, OLD.merged_into_id)) THEN
    PERFORM refuse('source_reference', 403,
      'One of the two is on the reference list. A chief of this desk merges them, or undoes it.');
  END IF;
  IF NEW.reliability = '' THEN
    NEW.reliability_reason := ''; NEW.rated_by_id := NULL; NEW.rated_at := NULL;
  ELSIF TG_OP = 'INSERT' OR (NEW.reliability, NEW.reliability_reason) <> (OLD.reliability, OLD.reliability_reason) THEN
    NEW.rated_by_id := factcheck_actor(); NEW.rated_at := now();
  ELSE
    NEW.rated_by_id := OLD.rated_by_id; NEW.rated_at := OLD.rated_at;
  END IF;
  IF NEW.withdrawn !~ '\S' THEN
    NEW.withdrawn := ''; NEW.withdrawn_by_id := NULL; NEW.withdrawn_at := NULL;
  ELSIF TG_OP = 'INSERT' OR NEW.withdrawn <> OLD.withdrawn THEN
    NEW.withdrawn_by_id := factcheck_actor(); NEW.withdrawn_at := now();
  ELSE
    NEW.withdrawn_by_id := OLD.withdrawn_by_id; NEW.withdrawn_at := OLD.withdrawn_at;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER source_before BEFORE INSERT OR UPDATE ON claims_source FOR EACH ROW EXECUTE FUNCTION source_before();

-- A merged speaker stays what it was, and points to the one that it is the same as. Nobody's claims, sources and sides
-- are written anew: who is who is looked up (root_id), so what was signed holds, and a merge is undone without a trace.
CREATE OR REPLACE FUNCTION speaker_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE into_ claims_speaker;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.desk_id <> OLD.desk_id THEN
    PERFORM refuse('speaker_desk', 409, 'A speaker stays on its desk.');
  END IF;
  IF EXISTS (SELECT 1 FROM claims_speakeralias WHERE desk_id = NEW.desk_id AND key = NEW.key AND speaker_id <> NEW.id)
     AND (TG_OP = 'INSERT' OR NEW.key <> OLD.key) THEN
    PERFORM refuse('speaker_name', 409, 'Another speaker of the desk has this name as another name.');
  END IF;
  NEW.root_id := NEW.id;
  IF NEW.merged_into_id IS NOT NULL THEN
    -- Two people who merge the same records wait for each other.
    SELECT * INTO into_ FROM claims_speaker WHERE id = NEW.merged_into_id FOR NO KEY UPDATE;
    IF into_.desk_id <> NEW.desk_id OR into_.root_id = NEW.id THEN
      PERFORM refuse('speaker_merge', 409, 'A speaker is merged into another one of its desk.');
    END IF;
    NEW.root_id := into_.root_id;
  END IF;
  NEW.marks := speaker_marks(NEW.id, NEW.name, NEW.website, NEW.kind);
  RETURN NEW;
END $$;
CREATE TRIGGER speaker_before BEFORE INSERT OR UPDATE ON claims_speaker FOR EACH ROW EXECUTE FUNCTION speaker_before();

-- Who somebody's word is of would change with it.
CREATE OR REPLACE FUNCTION speaker_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refuse('speaker_kept', 409, 'A speaker is never deleted. Merge it into another one.');
END $$;
CREATE TRIGGER speaker_kept BEFORE DELETE ON claims_speaker FOR EACH ROW EXECUTE FUNCTION speaker_kept();

-- Those merged into it go along with it.
CREATE OR REPLACE FUNCTION speaker_carries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_speaker SET root_id = NEW.root_id WHERE merged_into_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER speaker_carries AFTER UPDATE ON claims_speaker FOR EACH ROW
  WHEN (OLD.root_id IS DISTINCT FROM NEW.root_id) EXECUTE FUNCTION speaker_carries();

CREATE OR REPLACE FUNCTION alias_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.desk_id IS DISTINCT FROM (SELECT desk_id FROM claims_speaker WHERE id = NEW.speaker_id) THEN
    PERFORM refuse('alias_desk', 409, 'Another name is of its speaker''s desk.');
  ELSIF EXISTS (SELECT 1 FROM claims_speaker WHERE desk_id = NEW.desk_id AND key = NEW.key) THEN
    PERFORM refuse('speaker_name', 409, 'A speaker of the desk has this name. If they are the same, merge the two.');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER alias_before BEFORE INSERT OR UPDATE ON claims_speakeralias FOR EACH ROW EXECUTE FUNCTION alias_before();

CREATE OR REPLACE FUNCTION alias_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN  -- speaker_before reads its names anew
  IF TG_OP <> 'INSERT' THEN UPDATE claims_speaker SET root_id = root_id WHERE id = OLD.speaker_id; END IF;
  IF TG_OP <> 'DELETE' THEN UPDATE claims_speaker SET root_id = root_id WHERE id = NEW.speaker_id; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER alias_after AFTER INSERT OR UPDATE OR DELETE ON claims_speakeralias FOR EACH ROW
  EXECUTE FUNCTION alias_after();

-- Rows from before that was kept, or that other functions made: which made them is written at the column. Here, before
-- a change of them is looked at: nobody made one.
DO $$
DECLARE made_by text := (
  SELECT md5(string_agg(prosrc, '' ORDER BY proname)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  AND proname ~ '^(address_.*|.*_marks|marks_.*|(folded|name)_words|name_(folded|latin|looks|mark|spelt)|word_mark'
    '|person_(plain|short)|letters_read|host_letters|page_digest)$');
BEGIN
  IF made_by IS DISTINCT FROM (SELECT col_description(attrelid, attnum) FROM pg_attribute
                               WHERE attrelid = 'claims_source'::regclass AND attname = 'marks') THEN
    UPDATE claims_speaker SET root_id = coalesce(root_id, id);
    UPDATE claims_source SET edition = edition;
    UPDATE claims_article SET known_by = outlet_marks(outlet, address);
    UPDATE claims_chainlink SET known_by = outlet_marks(outlet, address);
    EXECUTE format('COMMENT ON COLUMN claims_source.marks IS %L', made_by);
  END IF;
END $$;
UPDATE claims_source SET root_id = id WHERE root_id IS NULL AND merged_into_id IS NULL;

-- What an outlet of a chain is known by. Read for each article of a list, so it is kept; article_before does the same.
CREATE OR REPLACE FUNCTION chainlink_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.known_by := outlet_marks(NEW.outlet, NEW.address);
  RETURN NEW;
END $$;
CREATE TRIGGER chainlink_before BEFORE INSERT OR UPDATE ON claims_chainlink FOR EACH ROW
  EXECUTE FUNCTION chainlink_before();

-- What the rules read of evidence, and of the sources that it derives from. keys: two pieces that share one are of one
-- origin (a source, a page, a speaker, a side, who controls it, the article itself). A source is its speaker's word,
-- and that of whoever is known by its site, its publisher or its author. What a side controls is that side's. words:
-- whose word it is where it holds nothing else; words_sided: one of them is on a side. own: it is the word of the
-- claim's own speaker. sided: of a side of the matter; other_side: of another than the speaker's. of_article: it is the
-- article, an outlet of its chain, or derives from them. doubted: the least reliability that somebody gave it, or what
-- it derives from, if not a good one. Of a merged source, all is what its root says.
-- merged, into_: read as if all records of the one speaker were of the other.
-- Time grows with the evidence: each fact is found by a join, and all facts of a piece are put together once.
CREATE OR REPLACE FUNCTION evidence_standings(ids bigint[], merged bigint DEFAULT NULL, into_ bigint DEFAULT NULL)
RETURNS TABLE (evidence_id bigint, keys text[], words bigint[], words_sided boolean, own boolean, sided boolean,
               other_side boolean, of_article boolean, off_record boolean, withdrawn boolean, reference boolean,
               doubted text)
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE chain AS (
    SELECT e.id AS evidence, c.article_id AS article, CASE p.root_id WHEN merged THEN into_ ELSE p.root_id END AS me,
      s.id AS source, s.kind::text AS kind
    FROM claims_evidence e JOIN claims_claim c ON c.id = e.claim_id JOIN claims_source m ON m.id = e.source_id
    JOIN claims_source s ON s.id = m.root_id LEFT JOIN claims_speaker p ON p.id = c.speaker_id
    WHERE e.id = ANY (ids)
    UNION
    SELECT c.evidence, c.article, c.me, s.* FROM chain c, LATERAL (
      SELECT o.id, o.kind::text FROM claims_derivation d CROSS JOIN LATERAL (
        SELECT id, kind FROM claims_source WHERE id = (SELECT root_id FROM claims_source WHERE id = d.origin_id)
        OFFSET 0  -- each by its key: PostgreSQL expects many more, and would read all sources
      ) o WHERE d.source_id = c.source OFFSET 0
    ) s
  ), source AS MATERIALIZED (
    SELECT s.* FROM (SELECT DISTINCT source FROM chain) c CROSS JOIN LATERAL (
      SELECT id, speaker_id AS speaker, desk_id AS desk, marks, control, withdrawn <> '' AS withdrawn,
        nullif(page, '') AS page,
        CASE WHEN reliability IN ('mixed', 'unreliable') THEN reliability END AS doubted
      FROM claims_source WHERE id = c.source OFFSET 0) s
  ), carries AS MATERIALIZED (
    SELECT DISTINCT s.id AS source, CASE w.root WHEN merged THEN into_ ELSE w.root END AS root
    FROM source s CROSS JOIN LATERAL (
      SELECT p.root_id FROM claims_speaker p WHERE p.id = s.speaker
      UNION SELECT p.root_id FROM claims_speaker p WHERE p.desk_id = s.desk AND p.marks && s.marks) w (root)
  ), controlled AS MATERIALIZED (
    SELECT DISTINCT s.id AS source, k.mark, CASE p.root_id WHEN merged THEN into_ ELSE p.root_id END AS root
    FROM source s CROSS JOIN LATERAL unnest(s.control) k (mark)
    LEFT JOIN claims_speaker p ON p.desk_id = s.desk AND p.marks && ARRAY[k.mark]
  ), whose AS MATERIALIZED (
    SELECT DISTINCT c.evidence, c.article, c.me, k.root,
      c.kind IN ('statement', 'interview', 'web_page', 'notes') AS as_words
    FROM chain c JOIN carries k ON k.source = c.source
  ), placed AS MATERIALIZED (
    SELECT DISTINCT l.article_id AS article, l.side_id AS side, m.root_id AS source,
      CASE p.root_id WHEN merged THEN into_ ELSE p.root_id END AS root
    FROM claims_placement l LEFT JOIN claims_speaker p ON p.id = l.speaker_id
    LEFT JOIN claims_source m ON m.id = l.source_id
    WHERE l.article_id IN (SELECT article FROM chain)
  ), on_side AS (
    SELECT c.evidence, c.article, c.me, p.side
    FROM chain c JOIN placed p ON p.article = c.article AND p.source = c.source
    UNION SELECT w.evidence, w.article, w.me, p.side
    FROM whose w JOIN placed p ON p.article = w.article AND p.root = w.root
    UNION SELECT c.evidence, c.article, c.me, p.side FROM chain c JOIN controlled k ON k.source = c.source
    JOIN placed p ON p.article = c.article AND p.root = k.root
  ), outlet AS MATERIALIZED (
    SELECT a.article, o.known_by FROM (SELECT DISTINCT article FROM chain) a CROSS JOIN LATERAL (
      SELECT known_by FROM claims_article WHERE id = a.article
      UNION ALL SELECT known_by FROM claims_chainlink WHERE article_id = a.article OFFSET 0) o
  ), of_outlets AS MATERIALIZED (
    SELECT DISTINCT c.article, c.source FROM chain c JOIN outlet o ON o.article = c.article
    JOIN source s ON s.id = c.source WHERE o.known_by && s.marks
  ), fact (evidence, key, word, words_sided, own, sided, other_side, withdrawn) AS (
    SELECT c.evidence, 'source ' || c.source, NULL::bigint, false, false, false, false, s.withdrawn
    FROM chain c JOIN source s ON s.id = c.source
    UNION ALL SELECT c.evidence, 'page ' || s.page, NULL, false, false, false, false, false
    FROM chain c JOIN source s ON s.id = c.source WHERE s.page IS NOT NULL
    UNION ALL SELECT w.evidence, 'speaker ' || w.root, CASE WHEN w.as_words THEN w.root END,
      w.as_words AND p.root IS NOT NULL, coalesce(w.root = w.me, false), false, false, false
    FROM whose w LEFT JOIN (SELECT DISTINCT article, root FROM placed) p ON p.article = w.article AND p.root = w.root
    UNION ALL SELECT x.evidence, 'side ' || x.side, NULL, false, false, true, p.side IS NULL, false
    FROM on_side x LEFT JOIN (SELECT DISTINCT article, side, root FROM placed) p
      ON p.article = x.article AND p.side = x.side AND p.root = x.me
    UNION ALL SELECT c.evidence, 'control ' || coalesce(k.root::text, k.mark), NULL, false,
      coalesce(k.root = c.me, false), false, false, false
    FROM chain c JOIN controlled k ON k.source = c.source
    UNION ALL SELECT w.evidence, 'control ' || w.root, NULL, false, false, false, false, false
    FROM whose w WHERE w.root IN (SELECT root FROM controlled)
    UNION ALL SELECT c.evidence, 'article', NULL, false, false, false, false, false
    FROM chain c JOIN of_outlets o ON o.article = c.article AND o.source = c.source
  ), whole AS (
    SELECT f.evidence, array_agg(DISTINCT f.key ORDER BY f.key) AS keys,
      coalesce(array_agg(DISTINCT f.word ORDER BY f.word) FILTER (WHERE f.word IS NOT NULL), '{}') AS words,
      bool_or(f.words_sided) AS words_sided, bool_or(f.own) AS own, bool_or(f.sided) AS sided,
      bool_or(f.other_side) AS other_side, bool_or(f.key = 'article') AS of_article, bool_or(f.withdrawn) AS withdrawn
    FROM fact f GROUP BY f.evidence
  )
  SELECT w.evidence, w.keys, w.words, w.words_sided, w.own, w.sided, w.other_side, w.of_article, s.off_record,
    w.withdrawn, s.reference, d.doubted
  FROM whole w CROSS JOIN LATERAL (
    SELECT s.off_record, s.reference FROM claims_evidence e JOIN claims_source m ON m.id = e.source_id
    JOIN claims_source s ON s.id = m.root_id WHERE e.id = w.evidence OFFSET 0) s
  LEFT JOIN (SELECT c.evidence, max(s.doubted) AS doubted  -- "mixed" is before "unreliable"
             FROM chain c JOIN source s ON s.id = c.source WHERE s.doubted IS NOT NULL GROUP BY c.evidence) d
    ON d.evidence = w.evidence $$;
