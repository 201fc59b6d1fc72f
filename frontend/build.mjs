// Builds static_built/ from frontend/ and from packages: css, js, images, fonts, and the fonts of the PDFs.
// It appears whole or not at all, and not with a font or a crest that only gov.uk may use.

import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "..", "node_modules");
const result = join(here, "..", "static_built");
const unfinished = `${result}.new`;
const forbidden = /GDS Transport|govuk-crest/i;

const copy = (files, to) => files.forEach((file) => cpSync(file, join(unfinished, to, basename(file)), { recursive: true }));
const filesIn = (folder, wanted) => readdirSync(folder).filter((name) => wanted.test(name)).map((name) => join(folder, name));

function styles() {
  const options = { loadPaths: [packages], style: "compressed", quietDeps: true };
  const { css } = sass.compile(join(here, "scss", "interchange.scss"), options);
  if (forbidden.test(css)) throw new Error("The style sheet names a font or a crest that only gov.uk may use.");
  mkdirSync(join(unfinished, "css"));
  writeFileSync(join(unfinished, "css", "interchange.css"), css);
}

function scripts() {
  const entryPoints = [join(here, "js", "main.js")]; // what only some pages need, main.js imports when they ask
  const outdir = join(unfinished, "js");
  esbuild.buildSync({ entryPoints, outdir, bundle: true, splitting: true, format: "esm", minify: true, target: "es2020" });
}

function fontsAndImages() {
  const source = join(packages, "@fontsource", "source-sans-3", "files");
  copy(filesIn(source, /-(latin|latin-ext|vietnamese|greek|cyrillic)-(400|600|700)-normal\.woff2$/), "fonts");
  copy(filesIn(join(packages, "dejavu-fonts-ttf", "ttf"), /^DejaVuSans(-Bold)?\.ttf$/), "pdf-fonts");
  copy(filesIn(join(here, "images"), /\.svg$/), "images");
}

rmSync(unfinished, { recursive: true, force: true });
mkdirSync(unfinished);
styles();
scripts();
fontsAndImages();
rmSync(result, { recursive: true, force: true });
renameSync(unfinished, result);
