// Runs a Squiggle program read from standard input: node squiggle.mjs FOLDER SAMPLES, FOLDER being squiggle-lang's own.
// Prints the milliseconds that it took and its result.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, samples] = process.argv.slice(2);
const { run } = await import(pathToFileURL(join(folder, "dist", "index.js")));
const environment = { sampleCount: Number(samples), xyPointLength: 1000, seed: "draws" };
const program = readFileSync(0, "utf-8");
const begun = performance.now();
const { result } = await run(program, { environment });
const milliseconds = performance.now() - begun;
if (!result.ok) throw new Error(String(result.value));
console.log(JSON.stringify({ milliseconds, answer: Object.fromEntries(result.value.result.value.entries().map(([name, mean]) => [name, mean.asJS()])) }));
