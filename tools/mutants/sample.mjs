// Draws mutants of a folder by a seed, and counts what became of them.
//   node tools/mutants/sample.mjs draw LIST FOLDER COUNT SEED IDS DRAWN   LIST is a report of Stryker that names all mutants
//   node tools/mutants/sample.mjs score DRAWN RESULTS LEAST               RESULTS is of Rings.Mutants, LEAST a score in per cent
import { readFileSync, writeFileSync } from "node:fs";

const [, , what, ...rest] = process.argv;

/** Where a mutant stands, in characters from the start of its file; its columns count from 1. */
function spanOf(mutant, starts) {
  const at = ({ line, column }) => starts[line - 1] + column - 1;
  return { start: at(mutant.location.start), end: at(mutant.location.end) };
}

/** All mutants of a report that could be tested, in an order that does not depend on the run. */
function mutantsOf(report, folder) {
  const all = [];
  for (const [path, { source, mutants }] of Object.entries(report.files)) {
    const file = path.replaceAll("\\", "/").split("/Rings.Protocol/").pop();
    if (!file.startsWith(`${folder}/`)) continue;
    const starts = [0];
    for (let i = 0; i < source.length; i++) if (source[i] === "\n") starts.push(i + 1);
    for (const mutant of mutants) {
      if (mutant.status === "Ignored" || mutant.status === "CompileError") continue;
      const { start, end } = spanOf(mutant, starts);
      const key = `${file}:${String(start).padStart(7, "0")}-${end} ${mutant.mutatorName} ${mutant.replacement}`;
      all.push({ key, file, start, end, line: mutant.location.start.line, original: source.slice(start, end), ...pick(mutant) });
    }
  }
  return all.sort((one, other) => (one.key < other.key ? -1 : 1));
}

function pick({ id, mutatorName, replacement }) {
  return { id, mutatorName, replacement };
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The last line about each mutant in a file of results; a mutant that is only begun has ended its process. */
function verdictsOf(results) {
  const lines = readFileSync(results, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  return new Map(lines.map((line) => [String(line.Id), line]));
}

if (what === "draw") {
  const [list, folder, count, seed, ids, target] = rest;
  const all = mutantsOf(JSON.parse(readFileSync(list, "utf8")), folder);
  const random = randomOf(Number(seed));
  const left = [...all];
  const drawn = [];
  while (drawn.length < Number(count) && left.length > 0) drawn.push(left.splice(Math.floor(random() * left.length), 1)[0]);
  writeFileSync(ids, drawn.map(({ id }) => `${id}\n`).join(""));
  writeFileSync(target, JSON.stringify({ folder, seed: Number(seed), of: all.length, drawn }));
  console.log(`${folder}: ${drawn.length} of ${all.length} mutants drawn by seed ${seed}`);
} else if (what === "score") {
  const [target, results, least] = rest;
  const { folder, seed, of, drawn } = JSON.parse(readFileSync(target, "utf8"));
  const verdicts = verdictsOf(results);
  const tested = drawn.filter(({ id }) => verdicts.has(id) && verdicts.get(id).Status !== "Begun");
  const killed = tested.filter(({ id }) => ["Killed", "Timeout"].includes(verdicts.get(id).Status));
  for (const mutant of tested.filter((one) => !killed.includes(one))) {
    const one = (text) => text.replace(/\s+/g, " ").slice(0, 120);
    console.log(`${verdicts.get(mutant.id).Status} ${mutant.file}:${mutant.line} ${mutant.mutatorName} #${mutant.id}`);
    console.log(`  ${one(mutant.original)}\n  ${one(mutant.replacement ?? "")}`);
  }
  const share = killed.length / tested.length;
  const width = tested.length === of ? 0 : 1.96 * Math.sqrt((share * (1 - share)) / tested.length);
  const percent = (number) => (100 * number).toFixed(1);
  console.log(`${folder}, seed ${seed}: ${killed.length} of ${tested.length} killed, ${percent(share)} % ± ${percent(width)} (95 %), drawn of ${of}`);
  process.exit(tested.length === drawn.length && 100 * share >= Number(least) ? 0 : 1);
} else {
  console.error("usage: sample.mjs draw LIST FOLDER COUNT SEED IDS DRAWN | sample.mjs score DRAWN RESULTS LEAST");
  process.exit(2);
}
