-- Who is in a byline by name alone, and comes to the desk later, is an author from then on: of that name it may be nobody else.
CREATE FUNCTION author_joins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE claims_articleauthor a SET person_id = NEW.person_id
    FROM claims_article t, claims_person p
    WHERE t.id = a.article_id AND t.desk_id = NEW.desk_id AND p.id = NEW.person_id
      AND a.person_id IS NULL AND lower(btrim(a.name)) = lower(btrim(p.name))
      AND (SELECT count(DISTINCT m.person_id) FROM claims_membership m JOIN claims_person o ON o.id = m.person_id
           WHERE m.desk_id = NEW.desk_id AND lower(btrim(o.name)) = lower(btrim(p.name))) = 1;
  RETURN NULL;
END $$;
CREATE TRIGGER author_joins AFTER INSERT ON claims_membership FOR EACH ROW EXECUTE FUNCTION author_joins();
