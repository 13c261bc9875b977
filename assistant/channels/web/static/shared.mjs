// A shared answer opens its sources as the chat does.

import { openSources } from "./sources.mjs";

const place = document.getElementById("geteilt");
openSources(place, JSON.parse(place.dataset.words), JSON.parse(place.dataset.origins));
