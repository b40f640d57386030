import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse as parseTypeScript } from '@swc/core';
import { parseAllDocuments } from 'yaml';
import { manifestSource } from '../cli/sources/manifest-source.ts';
import { snapshotOfSource } from '../cli/sources/source-snapshot.ts';
import { catalogue } from '../functions/assess/catalog.ts';
import type { Snippet } from '../functions/model/control.ts';
import { kubernetesReads } from '../functions/model/reads.ts';
import { filledIn } from './filled-in.ts';
import { type ShellCommand, shellCommands } from './shell-words.ts';

const { controls } = catalogue;
const snippets = controls.flatMap(({ id, snippets: given }) =>
  given.map((snippet, index) => ({ name: `${id}, snippet ${index + 1}`, id, ...snippet })),
);
const ofForm = (...forms: readonly Snippet['form'][]) =>
  snippets.filter(({ form }) => forms.includes(form)).map((given) => [given.name, given] as const);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snippets-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test.each(controls.map((control) => [control.id, control.snippets] as const))(
  '%s has something to paste',
  (_, given) => {
    expect(given.length).toBeGreaterThan(0);
    for (const { text } of given) {
      expect(text).toBe(text.trim());
      expect(text).not.toMatch(/\t|[^\S\n]$|[“”‘’–—]/m);
    }
  },
);

test.each(ofForm('yaml'))(
  'the YAML of %s is objects that are read, or parts',
  async (name, { text }) => {
    const documents = documentsOf(filledIn(text));
    const wholes = documents.filter(isWhole);
    // A part of an object says so by having neither an API version nor a kind.
    for (const part of documents.filter((document) => !isWhole(document))) {
      expect(Object.keys(part).filter((key) => ['apiVersion', 'kind'].includes(key))).toEqual([]);
    }
    if (wholes.length === 0) return;
    const file = join(folder, `${name.replace(/\W+/g, '-')}.yaml`);
    await writeFile(file, wholes.map((whole) => `${JSON.stringify(whole)}\n`).join('---\n'));
    const source = await manifestSource([file], { namespace: 'default', clusterName: 'given' });
    expect(source.warnings).toEqual([]);
    const { gaps, reads } = await snapshotOfSource(source);
    expect(gaps.filter(({ reason }) => reason !== 'notCollected')).toEqual([]);
    for (const { apiVersion, kind } of wholes) {
      const read = kubernetesReads.find(
        (given) =>
          given.kind === kind && groupOf(apiVersion) === given.apiGroup && !('object' in given),
      );
      if (read === undefined) continue;
      expect(reads.find((record) => record.read === read.id)?.items).toBeGreaterThan(0);
    }
  },
);

type Whole = { readonly apiVersion: string; readonly kind: string };

function documentsOf(text: string): readonly object[] {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => {
    expect(document.errors).toEqual([]);
    expect(document.warnings).toEqual([]);
    return document.toJS();
  });
}

function isWhole(document: object): document is Whole {
  return 'apiVersion' in document && 'kind' in document;
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

test.each(ofForm('kubectl', 'aws'))('the commands of %s can be pasted', (_, { form, text }) => {
  const commands = shellCommands(text);
  expect(commands.map(programOf)).toContain(form);
  expect(commands.flatMap((command) => commandFaults(form, command))).toEqual([]);
});

/** What a form of snippet may call, and what it may pass on to. */
const programs = { kubectl: ['kubectl', 'helm'], aws: ['aws'], yaml: [], cdk: [] } as const;
const filters = ['grep', 'jq', 'sort'];

const namespacedKinds =
  /^(service|ingress|deployment|networkpolicy|role|rolebinding|configmap|secret|pod)(s|es)?(\/|$)/;
const places = /^--(all-namespaces|namespace|filename)\b/;

function commandFaults(form: Snippet['form'], command: ShellCommand): readonly string[] {
  const program = programOf(command) ?? '';
  const texts = command.words.map(({ text }) => text);
  const known: readonly string[] = command.after === '|' ? filters : programs[form];
  const options = command.words.filter(({ text, isQuoted }) => text.startsWith('-') && !isQuoted);
  const isOfNamespace =
    texts[1] !== 'explain' && texts.slice(2, 5).some((text) => namespacedKinds.test(text));
  return [
    ...(known.includes(program) ? [] : [`calls ${program}`]),
    ...options
      .filter(({ text }) => !/^(-|--[a-z][a-z0-9-]+(=.*)?)$/.test(text))
      .map(({ text }) => `has the option ${text}, which is not spelled out`),
    ...(program === 'kubectl' && isOfNamespace && !texts.some((text) => places.test(text))
      ? [`names no namespace: ${texts.join(' ')}`]
      : []),
    ...(program === 'aws' && !texts.includes('--region') ? ['names no region'] : []),
    ...command.words.filter(isJson).flatMap(({ text }) => jsonFaults(text, command)),
  ];
}

function jsonFaults(text: string, { words }: ShellCommand): readonly string[] {
  const value: unknown = JSON.parse(text.replace(/^[^[{]*/, ''));
  const isPatchOfSteps = words.some((word) => word.text === '--type=json');
  return isPatchOfSteps !== Array.isArray(value) && words.some((word) => word.text === '--patch')
    ? [`has a patch of another type: ${text}`]
    : [];
}

function programOf({ words }: ShellCommand): string | undefined {
  return words[0]?.text;
}

function isJson({ text, isQuoted }: ShellCommand['words'][number]): boolean {
  return isQuoted && /^(--[a-z-]+=)?(\[?\{\s*"|\[\s*")/.test(text);
}

test.each(ofForm('cdk'))(
  'the CDK of %s is TypeScript that imports what it makes',
  async (_, { text }) => {
    const { body } = await parseTypeScript(text, { syntax: 'typescript' });
    const imports = body.filter(({ type }) => type === 'ImportDeclaration');
    expect(imports.length).toBeGreaterThan(0);
    expect(body.length).toBeGreaterThan(imports.length);
    for (const [, made] of text.matchAll(/\bnew ([A-Z]\w+)\(/g)) {
      expect(text).toMatch(
        new RegExp(`^import \\{[^}]*\\b${made}\\b[^}]*\\} from 'aws-cdk-lib`, 'm'),
      );
    }
  },
);
