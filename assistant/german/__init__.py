"""German as administrations write it and as people type it: analysis, sentences, citations."""
