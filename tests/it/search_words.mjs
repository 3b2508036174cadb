// Runs the client's normalisation and query parser over texts that the Rust test sends, and
// answers with what they make of each; the test compares that with its own answers.
import fs from 'node:fs';
import vm from 'node:vm';

const folder = new URL('../../src/search/', import.meta.url);
const context = vm.createContext({TextDecoder, Uint8Array, globalThis: {}});
for (const name of ['normalize', 'query', 'numbers']) {
  vm.runInContext(fs.readFileSync(new URL(`client/${name}.js`, folder), 'utf8'), context);
}
const gongkai = context.globalThis.gongkai;
const {texts, codes, numbers} = JSON.parse(fs.readFileSync(0, 'utf8'));

const run = (points) => String.fromCodePoint(...points);
function answer(text, needed) {
  const normal = gongkai.normalize(text), words = gongkai.squashed(text), query = gongkai.parse(text);
  return {
    needed,
    normal: [normal.text, normal.from],
    words: [words.text, words.from],
    squash: gongkai.squash(text),
    runs: gongkai.runs(text).map(run),
    units: query.units.map((unit) => [unit.text, unit.squashed, unit.runs.map(run), unit.not]),
    number: query.number && [query.number.key, query.number.prefix],
    index: query.indexKey,
    plan: gongkai.plan(query).map((list) => list.map((place) => [place.run, place.at])),
  };
}

// Whether the table is needed is asked before it is there.
const chars = codes.flatMap(([first, last]) => Array.from({length: last - first + 1}, (_, at) => String.fromCodePoint(first + at)));
const [needed, neededBy] = [texts, chars].map((list) => list.map(gongkai.needsTraditional));
gongkai.setTraditional(fs.readFileSync(new URL('data/traditional.txt', folder), 'utf8'));
const answers = texts.map((text, at) => answer(text, needed[at]));
const characters = chars.map((char, at) => gongkai.normalize('a ' + char + ' b').text +
  gongkai.classOf(gongkai.normalize(char).text || ' ') + Number(neededBy[at]));
const matches = numbers.map(({asked, number}) => gongkai.numberMatches(gongkai.numberKey(asked), number));
process.stdout.write(JSON.stringify({answers, characters, numbers: matches}));
