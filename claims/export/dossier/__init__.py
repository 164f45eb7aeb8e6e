"""The dossier of an article: all that the desk holds of one version, in one zip that can be verified offline.

``read`` reads it, ``profiles`` says what leaves the desk, ``files`` writes the zip, ``verify.py`` goes along in it.
docs/in-and-out.md has the schema of dossier.json.
"""
