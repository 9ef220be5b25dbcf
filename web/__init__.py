"""The shop over HTTP: what others may tell it. Whoever speaks is proved, and then asked about."""
