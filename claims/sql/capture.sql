-- Captures of sources: who asked for what stays as it is, and each has one end; a page is drawn once, after it.

CREATE OR REPLACE FUNCTION capture_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := '{attempts,ended_at,failure,lacks,status,final_address,own_address,page,redirects,headers,exchanges,
    name,media,metadata,sha256,size,text,text_sha256,tool,draws}';
  of_drawing text[] := '{draws,drawn_at,drawn,drawn_note}';
  of_source claims_source;
BEGIN
  SELECT * INTO of_source FROM claims_source WHERE id = NEW.source_id;
  IF TG_OP = 'INSERT' THEN
    NEW.person_id := factcheck_actor(); NEW.asked_at := clock_timestamp(); NEW.attempts := 0;
    NEW.exchanges := '[]'; NEW.draws := NULL; NEW.drawn_at := NULL; NEW.drawn := '[]'; NEW.drawn_note := '';
    IF NOT EXISTS (SELECT 1 FROM claims_membership m JOIN claims_person p ON p.id = m.person_id AND p.is_active
                   WHERE m.desk_id = of_source.desk_id AND m.person_id = NEW.person_id
                     AND m.role IN ('writer', 'checker', 'reviewer', 'chief')) THEN
      PERFORM refuse('capture_role', 403, 'Capturing a source needs a role on its desk that works on it.');
    END IF;
    PERFORM source_seen(NEW.source_id);
    IF of_source.off_record THEN
      PERFORM refuse('capture_off_record', 409, 'Nothing is captured of a source that is off the record.');
    ELSIF NEW.by_hand THEN
      NEW.ended_at := clock_timestamp();
    ELSIF of_source.address = '' OR NEW.address <> of_source.address THEN
      PERFORM refuse('capture_address', 409, 'A capture is of the address that its source has.');
    ELSE
      NEW.ended_at := NULL; NEW.failure := ''; NEW.sha256 := ''; NEW.size := 0; NEW.text := '';
    END IF;
  ELSIF OLD.ended_at IS NULL AND of_source.off_record
    AND ROW (NEW.sha256, NEW.text, NEW.name, NEW.final_address, NEW.own_address, NEW.redirects, NEW.headers,
             NEW.exchanges, NEW.metadata)
        IS DISTINCT FROM ROW ('', '', '', '', '', '[]'::jsonb, '[]'::jsonb, '[]'::jsonb, '[]'::jsonb) THEN
    PERFORM refuse('capture_off_record', 409, 'Nothing is captured of a source that is off the record.');
  ELSIF OLD.ended_at IS NULL AND NEW.attempts >= OLD.attempts AND to_jsonb(NEW) - free = to_jsonb(OLD) - free THEN
    NEW.ended_at := CASE WHEN NEW.ended_at IS NOT NULL THEN clock_timestamp() END;
  ELSIF OLD.ended_at IS NOT NULL AND OLD.drawn_at IS NULL AND NEW.draws >= OLD.draws
    AND to_jsonb(NEW) - of_drawing = to_jsonb(OLD) - of_drawing THEN
    IF of_source.off_record AND NEW.drawn <> '[]' THEN
      PERFORM refuse('capture_off_record', 409, 'Nothing is captured of a source that is off the record.');
    END IF;
    NEW.drawn_at := CASE WHEN NEW.drawn_at IS NOT NULL THEN clock_timestamp() END;
  ELSE
    PERFORM refuse('append_only', 409, 'A capture is never changed. Capture the source again.');
  END IF;
  NEW.page := page_digest(coalesce(nullif(NEW.own_address, ''), NEW.final_address));
  NEW.text_sha256 := CASE WHEN NEW.text = '' THEN '' ELSE encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex') END;
  RETURN NEW;
END $$;
-- Rows from before it was kept. Here, before they are kept as they are.
UPDATE claims_capture SET page = page_digest(final_address) WHERE page = '' AND final_address <> '';
CREATE TRIGGER capture_before BEFORE INSERT OR UPDATE ON claims_capture FOR EACH ROW EXECUTE FUNCTION capture_before();
CREATE TRIGGER capture_kept BEFORE DELETE ON claims_capture FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER capture_kept_whole BEFORE TRUNCATE ON claims_capture FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_change();
