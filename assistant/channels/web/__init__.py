"""The page at `/`: server-rendered, works without JavaScript, streams with it."""
