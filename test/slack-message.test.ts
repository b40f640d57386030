import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RegressionReason } from '../functions/model/assessment.ts';
import type { Message } from '../functions/model/world.ts';
import { slackMessage } from '../functions/notify/slack-message.ts';
import { code, prose, slackLimits } from '../functions/notify/slack-text.ts';
import {
  apiOnHostNetwork,
  hostNamespaces,
  payments,
  rowOf,
  scanId,
  scoreOf,
  summaryOf,
  worseAssessment,
} from './notify-samples.ts';

type Text = { readonly type: string; readonly text: string; readonly verbatim?: boolean };
type AnyBlock = {
  readonly type: string;
  readonly text?: Text;
  readonly elements?: readonly Text[];
};

const blocksOf = (message: Message) => message.blocks as readonly AnyBlock[];
const textsOf = (message: Message): readonly Text[] =>
  blocksOf(message).flatMap(({ text, elements }) => [...(text ? [text] : []), ...(elements ?? [])]);

const oneWorse = { summary: summaryOf({ clusters: [rowOf()] }), described: [worseAssessment()] };

describe('a message about one cluster', () => {
  test('says which cluster, from what to what, what caused it and what to do first', () => {
    expect(textsOf(slackMessage(oneWorse)).map(({ text }) => text)).toEqual([
      'Ringfence: 1 cluster got worse',
      '*`pay`* in `111122223333/eu-west-1`\nScore *81.5* (B) → *64* (D)',
      '*What got worse*\n' +
        '• *high* · Pods keep out of the host namespaces (POD-05): ' +
        'fails for `Deployment payments/api`\n' +
        '• The score fell by 17.5 points.',
      '*Do first*\nRemove hostNetwork, hostPID and hostIPC from the pod spec. ' +
        'Begin with `Deployment payments/api`. The score would be 81.5 after it.',
      `Scan \`${scanId}\`, 1 cluster assessed. Evidence: \`scans/${scanId}/\` in the store.`,
    ]);
  });

  test('has a text that stands in for the blocks', () => {
    expect(slackMessage(oneWorse).text).toBe('Ringfence: 1 cluster got worse. pay (81.5 → 64)');
  });

  test('is the same for the same scan', () => {
    expect(slackMessage(oneWorse)).toEqual(slackMessage(structuredClone(oneWorse)));
  });

  test('compares with the previous snapshot under today’s rules where the rules changed', () => {
    const { changes } = worseAssessment();
    const previous = { ...changes.previous, rescored: { score: null } } as typeof changes.previous;
    const described = [worseAssessment({ changes: { ...changes, previous } })];
    const [, cluster] = textsOf(slackMessage({ ...oneWorse, described }));
    expect(cluster?.text).toContain('Score *no score* → *64* (D)');
  });

  test('says how many controls could be evaluated when some could not', () => {
    const score = { ...scoreOf(64), coverage: { evaluated: 9, total: 12 } };
    const described = [worseAssessment({ score })];
    const [, cluster] = textsOf(slackMessage({ ...oneWorse, described }));
    expect(cluster?.text).toContain('9 of 12 controls could be evaluated.');
  });

  test('gives the fix that gains most where no finding is new', () => {
    const { changes } = worseAssessment();
    const regressions: RegressionReason[] = [{ kind: 'coverageLost', text: 'Pods were not read.' }];
    const described = [worseAssessment({ changes: { ...changes, new: [], regressions } })];
    const [, , causes, advice] = textsOf(slackMessage({ ...oneWorse, described }));
    expect(causes?.text).toBe('*What got worse*\n• Pods were not read.');
    expect(advice?.text).toBe(
      '*Do first*\nRemove hostNetwork, hostPID and hostIPC from the pod spec. ' +
        'The score would be 81.5 after it.',
    );
  });
});

describe('what an exception has to do with it', () => {
  const { changes } = worseAssessment();
  const causesOf = (tweak: Parameters<typeof worseAssessment>[0]) => {
    const described = [worseAssessment(tweak)];
    return textsOf(slackMessage({ ...oneWorse, described })).map(({ text }) => text);
  };
  const text = 'Exception old-admin for RBAC-01 expired on 2026-11-23: 2 findings count again';
  const regressions: RegressionReason[] = [{ kind: 'exceptionExpired', text }];

  test('one that expired is a reason of its own', () => {
    const [, , causes] = causesOf({ changes: { ...changes, new: [], regressions } });
    expect(causes).toBe(`*What got worse*\n• ${text}`);
  });

  test('a new finding that is accepted is no news', () => {
    const accepted = [{ ...apiOnHostNetwork, exceptionId: 'known' }];
    const [, , causes] = causesOf({ changes: { ...changes, new: accepted, regressions } });
    expect(causes).not.toContain('Deployment payments/api');
  });

  test('the net score is told where one is in force', () => {
    const people = { requester: 'a', approver: 'b', reason: 'r', compensatingControl: 'c' };
    const period = { granted: '2026-11-01', expires: '2026-12-01', state: 'active' as const };
    const exception = { ...people, ...period, id: 'e', control: 'POD-01', scope: {}, findings: 1 };
    const [, cluster] = causesOf({ netScore: scoreOf(70), exceptions: [exception] });
    expect(cluster).toContain('→ *64* (D)\nNet score, without accepted risks: *70* (C)');
  });
});

test('a finding that is back is told as such, beside new ones', () => {
  const { changes } = worseAssessment();
  const back = {
    ...apiOnHostNetwork,
    fingerprint: 'b'.repeat(64),
    subject: { kind: 'Deployment', namespace: 'payments', name: 'worker' },
  };
  const described = [worseAssessment({ changes: { ...changes, reopened: [back] } })];
  const [, , causes] = textsOf(slackMessage({ ...oneWorse, described }));
  expect(causes?.text).toContain('`Deployment payments/api`, `Deployment payments/worker` again');
});

test('a fix that is not the first tells what it gains by itself', () => {
  const { topFixes } = worseAssessment();
  const first = { controlId: 'RBAC-01', findings: 1, gain: 20, scoreAfter: 84 };
  const described = [worseAssessment({ topFixes: [first, ...topFixes] })];
  const advice = textsOf(slackMessage({ ...oneWorse, described }))[3];
  expect(advice?.text).toContain('By itself it gains 17.5 points.');
  expect(advice?.text).not.toContain('would be');
});

test('worst first, subjects of one control share a line, and a cut is counted', () => {
  const subject = (name: string) => ({ kind: 'Deployment', namespace: 'shop', name });
  const found = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
    ...apiOnHostNetwork,
    subject: subject(name),
  }));
  const wild = { ...hostNamespaces, id: 'RBAC-01', title: 'Roles name their verbs' };
  const worst = { ...apiOnHostNetwork, controlId: 'RBAC-01', severity: 'critical' as const };
  const { changes } = worseAssessment();
  const described = [
    worseAssessment({
      results: [hostNamespaces, wild],
      changes: { ...changes, new: [...found, worst] },
    }),
  ];
  const [, , causes] = textsOf(slackMessage({ ...oneWorse, described }));
  expect(causes?.text.split('\n').slice(1, 3)).toEqual([
    '• *critical* · Roles name their verbs (RBAC-01): fails for `Deployment payments/api`',
    '• *high* · Pods keep out of the host namespaces (POD-05): fails for ' +
      '`Deployment shop/a`, `Deployment shop/b`, `Deployment shop/c` and 2 more',
  ]);
});

test('what could not be assessed is listed with its reason, and a cut list is counted', () => {
  const notAssessed = Array.from({ length: 14 }, (_, index) => ({
    cluster: { ...payments, name: `c${index}` },
    reason: 'no answer within 10 s',
  }));
  const message = slackMessage({ summary: summaryOf({ notAssessed }), described: [] });
  const [, section] = textsOf(message);
  expect(section?.text).toContain('• `111122223333/eu-west-1/c0`: no answer within 10 s');
  expect(section?.text).toMatch(/\n…and 4 more$/);
});

test('clusters beyond those described are counted', () => {
  const clusters = Array.from({ length: 25 }, () => rowOf());
  const described = Array.from({ length: 10 }, () => worseAssessment());
  const texts = textsOf(slackMessage({ summary: summaryOf({ clusters }), described }));
  expect(texts.map(({ text }) => text)).toContain('…and 15 more that got worse');
});

describe('text from outside', () => {
  test.each([
    ['<!channel>', '`&lt;!channel&gt;`'],
    ['a`b', "`a'b`"],
    ['*bold*', '`*bold*`'],
    ['two\nlines', '`two lines`'],
    ['a\u202Eb', '`a b`'],
    ['', '`-`'],
  ])('the name %j is shown as %j', (name, shown) => {
    expect(code(name)).toBe(shown);
  });

  test.each([
    ['<!here> & <@U123>', '&lt;!here&gt; &amp; &lt;@U123&gt;'],
    ['*bold* _slanted_ ~gone~ `code`', "∗bold∗ ＿slanted＿ ∼gone∼ 'code'"],
    ['Drop NET_RAW.', 'Drop NET_RAW.'],
  ])('the sentence %j is shown as %j', (sentence, shown) => {
    expect(prose(sentence)).toBe(shown);
  });

  test('a cut never tears an entity apart', () => {
    expect(prose('&&&&', 12)).toBe('&amp;&amp;…');
  });
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constantFrom('<!channel>', '<https://evil.example|docs>', '&lt;', '`*_~`', '"'.repeat(400)),
  fc.constantFrom('&'.repeat(4_000), '\\'.repeat(4_000), '<'.repeat(4_000)),
);

const worlds = fc.record({
  worse: fc.integer({ min: 0, max: 40 }),
  lost: fc.integer({ min: 0, max: 200 }),
  findings: fc.integer({ min: 0, max: 60 }),
  controls: fc.integer({ min: 1, max: 12 }),
  texts: fc.array(hostile, { minLength: 1, maxLength: 6 }),
});

type HostileWorld = typeof worlds extends fc.Arbitrary<infer World> ? World : never;

/** A fleet in which every text is one of `texts`. */
function hostileFleet({ worse, lost, findings, controls, texts }: HostileWorld) {
  const text = (index: number): string => texts[index % texts.length] ?? '';
  const controlId = (index: number) => `${index % controls}${text(index % controls)}`;
  const { changes } = worseAssessment();
  const subject = (index: number) => ({
    kind: text(index),
    namespace: text(index + 1),
    name: `${index}`,
  });
  const assessment = worseAssessment({
    results: Array.from({ length: controls }, (_, index) => {
      const words = { title: text(index), remediation: text(index + 1) };
      return { ...hostNamespaces, ...words, id: controlId(index) };
    }),
    topFixes: [],
    changes: {
      ...changes,
      new: Array.from({ length: findings }, (_, index) => ({
        ...apiOnHostNetwork,
        controlId: controlId(index),
        subject: subject(index),
      })),
      regressions: texts.map((each) => ({ kind: 'scoreDrop' as const, text: each })),
    },
  });
  const notAssessed = Array.from({ length: lost }, (_, index) => ({
    cluster: payments,
    reason: text(index),
  }));
  const unreachable = [{ account: text(0), region: text(1), reason: text(2) }];
  const clusters = Array.from({ length: worse }, () => rowOf());
  const described = Array.from({ length: Math.min(worse, 10) }, () => assessment);
  return { summary: summaryOf({ clusters, notAssessed, unreachable }), described };
}

describe('whatever the names and counts', () => {
  test('Slack’s limits hold and a cluster that got worse is always described', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const message = slackMessage(hostileFleet(world));
        expect(message.blocks.length).toBeLessThanOrEqual(slackLimits.blocks);
        expect(JSON.stringify(message.blocks).length).toBeLessThanOrEqual(slackLimits.messageChars);
        for (const { type, text } of textsOf(message)) {
          const charsMax =
            type === 'plain_text' ? slackLimits.headerChars : slackLimits.sectionChars;
          expect(text.length).toBeGreaterThan(0);
          expect(text.length).toBeLessThanOrEqual(charsMax);
        }
        const described = textsOf(message).filter(({ text }) => text.startsWith('*`pay`*'));
        expect(described.length > 0).toBe(world.worse > 0);
      }),
    );
  });

  test('no sign that Slack acts on comes through, in the blocks or in the text', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const message = slackMessage(hostileFleet(world));
        for (const text of [message.text, ...textsOf(message).map((each) => each.text)]) {
          expect(text).not.toMatch(/[<>]/);
          expect(text).not.toMatch(/&(?!(?:amp|lt|gt);)/);
          // Code spans open and close in pairs on each line, so nothing from outside leaves one.
          for (const line of text.split('\n')) expect(line.split('`').length % 2).toBe(1);
        }
        for (const { type, verbatim } of textsOf(message))
          expect(verbatim).toBe(type === 'mrkdwn' ? true : undefined);
      }),
    );
  });
});
