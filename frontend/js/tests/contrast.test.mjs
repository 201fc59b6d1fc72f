// Every pair of tokens that carries text or the edge of a control is measured, in both schemes.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const source = readFileSync(new URL("../../scss/_tokens.scss", import.meta.url), "utf8");
const TEXT = 4.5;
const EDGE = 3;

const pairs = [
  ...["paper", "canvas", "primary-tint"].map((ground) => ["ink", ground, TEXT]),
  ...["paper", "canvas"].flatMap((ground) => [["muted", ground, TEXT], ["primary", ground, TEXT], ["primary-hover", ground, TEXT]]),
  ...["danger", "warning", "success", "info"].flatMap((kind) => [
    [kind, "paper", TEXT], [kind, `${kind}-tint`, TEXT], ["ink", `${kind}-tint`, TEXT],
  ]),
  ["primary", "primary-tint", TEXT],
  ["on-primary", "primary", TEXT],
  ["on-primary", "primary-hover", TEXT],
  ["on-banner", "banner", TEXT],
  ["muted", "hairline", TEXT],
  ["border", "paper", EDGE],
  ["border", "canvas", EDGE],
];

const scheme = (name) => {
  const body = source.match(new RegExp(`@mixin ${name} \\{([^}]*)\\}`))[1];
  return Object.fromEntries([...body.matchAll(/--ic-([a-z-]+): (#[0-9a-f]{6});/g)].map(([, token, value]) => [token, value]));
};

const luminance = (colour) => {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (one, other) => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

test("black on white is 21, so the measure is right", () => assert.equal(contrast("#000000", "#ffffff"), 21));

for (const name of ["light", "dark"]) {
  const colours = scheme(name);
  for (const [over, ground, least] of pairs) {
    test(`${name}: ${over} on ${ground} has at least ${least}`, () => {
      const ratio = contrast(colours[over], colours[ground]);
      assert.ok(ratio >= least, `it has ${ratio.toFixed(2)}`);
    });
  }
}
