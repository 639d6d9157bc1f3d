// A place with a pin on a map. Streets are made up from the coordinates: the same place always looks the same, and nothing is fetched.

import { h, svg } from "./dom.js";

export function place({ latitude, longitude }, venue) {
  const coordinates = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return h("a", {
    class: "place",
    "data-testid": venue ? "venue" : "location",
    href: `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`,
    target: "_blank",
    rel: "noopener noreferrer",
    "aria-label": `Map: ${venue ? `${venue.title}, ${venue.address}` : coordinates}. Opens OpenStreetMap`,
  }, drawn(latitude, longitude), h("span", { class: "place-words" },
    venue && h("strong", { dir: "auto" }, venue.title),
    venue && h("span", { dir: "auto" }, venue.address),
    h("span", { class: "coordinates", dir: "ltr" }, coordinates)));
}

function drawn(latitude, longitude) {
  const next = numbers(Math.round(latitude * 1e4) * 31 + Math.round(longitude * 1e4));
  const map = svg("svg", { class: "map", viewBox: "0 0 260 120", preserveAspectRatio: "xMidYMid slice", "aria-hidden": "true" });
  map.append(svg("rect", { class: "map-land", width: 260, height: 120 }));
  map.append(svg("path", { class: "map-park", d: `M${next(40)} ${next(20)}h${50 + next(40)}l${10 + next(20)} ${30 + next(20)}h-${60 + next(40)}Z` }));
  for (let at = 0; at < 5; at++) map.append(street("map-street", next, at * 58 - 10));
  map.append(svg("path", { class: "map-road", d: `M-5 ${70 + next(30)}C80 ${40 + next(30)} 150 ${60 + next(20)} 265 ${20 + next(40)}` }));
  map.append(svg("path", { class: "map-street", d: `M-5 ${20 + next(20)}L265 ${50 + next(60)}` }));
  map.append(svg("ellipse", { class: "map-shadow", cx: 130, cy: 76, rx: 9, ry: 3 }));
  map.append(svg("path", { class: "map-pin", "data-testid": "map-pin", d: "M130 75c10-13 16-19 16-28a16 16 0 1 0-32 0c0 9 6 15 16 28Z" }));
  map.append(svg("circle", { class: "map-dot", cx: 130, cy: 47, r: 6 }));
  return map;
}

function street(name, next, left) {
  const lean = next(40) - 20;
  return svg("path", { class: name, d: `M${left + next(30)} -5L${left + next(30) + lean} 125` });
}

function numbers(seed) {
  let state = Math.abs(seed) || 1;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}
