-- What was made or made anew: nobody but its owner calls it, and a temporary table of the same name is not looked at.
DO $$
DECLARE f record;
BEGIN
  FOR f IN SELECT p.oid::regprocedure AS call, p.prorettype = 'trigger'::regtype AS is_trigger FROM pg_proc p
           WHERE p.pronamespace = 'public'::regnamespace AND p.proowner = current_user::regrole
             AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', f.call);
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f.call);
    IF f.is_trigger THEN EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER', f.call); END IF;
  END LOOP;
END $$;
