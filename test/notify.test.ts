import { describe, expect, test } from '@jest/globals';
import type { Assessment } from '../functions/model/assessment.ts';
import type { Summary } from '../functions/model/scan.ts';
import { storeKeys } from '../functions/model/store-keys.ts';
import type { ArtifactStore, Message, Messenger } from '../functions/model/world.ts';
import { notify } from '../functions/notify/notify.ts';
import { memoryStore } from './memory-store.ts';
import { payments, rowOf, scanId, scoreOf, summaryOf, worseAssessment } from './notify-samples.ts';

const silentLog = { info: () => {}, warn: () => {} };
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

type Outbox = Messenger & { readonly sent: Message[] };

function outbox(): Outbox {
  const sent: Message[] = [];
  return { sent, send: async (message) => void sent.push(message) };
}

async function storeWith(summary: Summary, assessments: readonly Assessment[]) {
  const store = memoryStore();
  await store.create(storeKeys.summary(scanId), json(summary));
  for (const assessment of assessments) {
    await store.create(storeKeys.assessment(assessment), json(assessment));
  }
  return store;
}

const run = (store: ArtifactStore, messenger: Messenger) =>
  notify({ scanId }, { store, messenger, log: silentLog });

describe('silence', () => {
  test('nothing got worse, all was assessed: nothing is sent or written', async () => {
    const store = await storeWith(summaryOf({ clusters: [rowOf({ regressions: 0 })] }), []);
    const messenger = outbox();
    expect(await run(store, messenger)).toEqual({ sent: false, reason: 'nothingGotWorse' });
    expect(messenger.sent).toEqual([]);
    expect(store.keys()).toEqual([storeKeys.summary(scanId)]);
  });

  test('a stage that is run again sends nothing twice', async () => {
    const store = await storeWith(summaryOf({ clusters: [rowOf()] }), [worseAssessment()]);
    const messenger = outbox();
    expect(await run(store, messenger)).toEqual({ sent: true });
    expect(await run(store, messenger)).toEqual({ sent: false, reason: 'alreadySent' });
    expect(messenger.sent).toHaveLength(1);
  });
});

describe('one message a scan', () => {
  test('is sent when a cluster got worse, and recorded as it was sent', async () => {
    const store = await storeWith(summaryOf({ clusters: [rowOf()] }), [worseAssessment()]);
    const messenger = outbox();
    await run(store, messenger);
    const record = await store.read(storeKeys.notification(scanId));
    expect(JSON.parse(new TextDecoder().decode(record))).toEqual({
      version: 1,
      scanId,
      message: messenger.sent[0],
    });
  });

  test.each<[string, Partial<Summary>, string]>([
    [
      'a cluster was not assessed',
      { notAssessed: [{ cluster: payments, reason: 'no answer within 10 s' }] },
      'Ringfence: 1 cluster not assessed',
    ],
    [
      'a region was not reached',
      { unreachable: [{ account: '111122223333', region: 'eu-west-1', reason: 'denied' }] },
      'Ringfence: 1 place not reached',
    ],
  ])('is sent when %s, though nothing got worse', async (_, tweak, text) => {
    const messenger = outbox();
    await run(await storeWith(summaryOf(tweak), []), messenger);
    expect(messenger.sent.map((message) => message.text)).toEqual([text]);
  });

  test('names the cluster without a score first, then the one that lost most points', async () => {
    const named = (name: string) => ({ cluster: { ...payments, name } });
    const rows = [
      rowOf({ ...named('little'), score: scoreOf(81) }),
      rowOf({ ...named('much'), score: scoreOf(20) }),
      rowOf({ ...named('blind'), score: null }),
      rowOf({ ...named('steady'), regressions: 0 }),
    ];
    const assessments = rows.map(({ cluster, score }) => worseAssessment({ cluster, score }));
    const messenger = outbox();
    await run(await storeWith(summaryOf({ clusters: rows }), assessments), messenger);
    expect(messenger.sent[0]?.text).toBe(
      'Ringfence: 3 clusters got worse. ' +
        'blind (81.5 → no score). much (81.5 → 20). little (81.5 → 81)',
    );
  });
});

describe('what goes wrong', () => {
  test('a message that could not be sent is not recorded, so that a retry sends it', async () => {
    const store = await storeWith(summaryOf({ clusters: [rowOf()] }), [worseAssessment()]);
    const broken: Messenger = { send: () => Promise.reject(new Error('refused')) };
    await expect(run(store, broken)).rejects.toThrow('refused');
    const messenger = outbox();
    expect(await run(store, messenger)).toEqual({ sent: true });
    expect(messenger.sent).toHaveLength(1);
  });

  test('a scan without a summary is an error that says what to run', async () => {
    await expect(run(memoryStore(), outbox())).rejects.toMatchObject({
      code: 'ARTIFACT_MISSING',
      message: `scans/${scanId}/summary.json is not in the store`,
      remedy: 'Run the report stage of this scan first.',
    });
  });

  test('a summary that is cut short is an error that names it', async () => {
    const store = memoryStore();
    await store.create(storeKeys.summary(scanId), new TextEncoder().encode('{"version":1,'));
    await expect(run(store, outbox())).rejects.toMatchObject({ code: 'ARTIFACT_INVALID' });
  });
});
