import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parseSync } from 'oxc-parser';
import { controlFiles } from './control-files.ts';
import { mutantsOf } from './mutation/mutants.ts';

const controls = new URL('../functions/assess/controls/', import.meta.url);

function changesOf(source: string): readonly string[] {
  return mutantsOf(source).map(({ change }) => change);
}

const mistakes: readonly (readonly [source: string, ...changes: string[]])[] = [
  ['a === b;', '=== -> !=='],
  ['a < b;', '< -> <='],
  ['a >= b;', '>= -> >'],
  ['a && b;', '&& -> ||'],
  ['a ?? b;', 'a ?? b -> (a)'],
  ['!a;', '!a -> (a)'],
  ['f(true);', 'true -> false'],
  ['f(7);', '7 -> 8'],
  ["f('cpu');", "'cpu' -> ''"],
  ["f('ingress');", "'ingress' -> 'egress'"],
  ["f('no');", "'no' -> 'yes'"],
  ['f(/^a$/i);', '/^a$/i -> /a$/i', '/^a$/i -> /^a/i'],
  [`f(\`a \${b}\`);`, `\`a \${b}\` -> \`\``],
  ['a ? b : c;', 'a ? b : c -> (b)', 'a ? b : c -> (c)'],
  ['if (a) f();', 'a -> true', 'a -> false'],
  ['a.some(f);', 'some -> every'],
  ['a.every(f);', 'every -> some'],
  ['a.filter(f).length;', 'a.filter(f) -> a'],
  ['a.slice(1, b);', 'a.slice(1, b) -> a', '1 -> 2'],
  ['a.sort();', 'a.sort() -> a'],
  ['f([a, ...b]);', '[a, ...b] -> [...b]', '[a, ...b] -> [a]'],
  ["f(['x', 'y']);", "['x', 'y'] -> ['y']", "['x', 'y'] -> ['x']"],
  ["a.join('/');", "'/' -> ''"],
  ["const a = { b: 'c' } as const;", "'c' -> ''"],
  ["const a = ['c'] satisfies readonly ('c' | 'd')[];", "['c'] -> []"],
];

test.each(mistakes)('%s can be mistaken', (source, ...changes) => {
  expect(changesOf(source)).toEqual(changes);
});

const leftAlone: readonly (readonly [what: string, source: string])[] = [
  ['imports', "import { a } from './a.ts';"],
  ['names that are passed on', "export { a } from './a.ts'; export * from './b.ts';"],
  ['types', "type A = { readonly b: 'c' | 7 }; interface B { readonly d: true }"],
  ['types of values', "function f<T = 'a'>(b: 'c' | undefined): b is 'c';"],
  ['types that are asserted', "f(a as 'b');"],
  ['texts that people read', "f({ id: 'NET-01', title: 'Good', remediation: 'Do it' + '.' });"],
  ['snippets', "f({ snippets: [{ form: 'yaml', text: ['a: b', c].join() }] });"],
  ['reasons that a control does not apply', "const why = 'none'; f({ why: 'none at all' });"],
  ['outcomes, which the types check', "f({ outcome: 'pass' });"],
  ['errors of the program', "throw new Error(a ? 'b' : 'c');"],
  ['names of properties', "f({ 'a-b': c });"],
  ['separators of words', "a.join(', '); b.join(' and ');"],
  ['empty texts and lists', "f('', []);"],
];

test.each(leftAlone)('%s are left alone', (_, source) => {
  expect(changesOf(source)).toEqual([]);
});

test('a mutant is the source with one change, and tells its line', () => {
  const source = 'const one = 1;\nconst two = one === 1;\n';
  expect(mutantsOf(source)).toEqual([
    { line: 1, change: '1 -> 2', source: 'const one = 2;\nconst two = one === 1;\n' },
    { line: 2, change: '=== -> !==', source: 'const one = 1;\nconst two = one !== 1;\n' },
    { line: 2, change: '1 -> 2', source: 'const one = 1;\nconst two = one === 2;\n' },
  ]);
});

test('what cannot be parsed is refused', () => {
  expect(() => mutantsOf('const = ;')).toThrow('cannot be parsed');
});

test.each(controlFiles)('all mutants of %s parse and differ from it', (path) => {
  const text = readFileSync(new URL(path, controls), 'utf8');
  const mutants = mutantsOf(text);
  expect(mutants.filter(({ source }) => source === text)).toEqual([]);
  const broken = mutants.filter(({ source }) => parseSync(path, source).errors.length > 0);
  expect(broken.map(({ line, change }) => `${line}: ${change}`)).toEqual([]);
});
