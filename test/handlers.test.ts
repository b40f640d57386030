import { createServer, type Server } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { latestSchema, summarySchema } from '../functions/model/scan.ts';
import { storeKeys } from '../functions/model/store-keys.ts';
import { storedSnapshotSchema } from '../functions/model/stored-snapshot.ts';
import { s3Store } from '../functions/platform/store/s3-store.ts';
import { type EksApi, startEksApi } from './eks-api/eks-api.ts';
import { podsNamed } from './kube-api/connect.ts';
import { type KubeApi, startKubeApi } from './kube-api/kube-api.ts';
import { clientOf } from './s3/s3-client.ts';
import { type S3Server, startS3Server } from './s3/s3-server.ts';

const account = '111122223333';
const bucket = 'evidence';
const first = '20261123T040000000Z';
const second = '20261124T040000000Z';

const spec = { containers: [{ name: 'app', image: 'app:1' }] };
const pods = podsNamed(3).map((pod) => ({ ...pod, spec }));

type Handler = (event: unknown) => Promise<unknown>;
type Stage = 'discover' | 'snapshot' | 'assess' | 'report' | 'notify';

let s3: S3Server;
let eks: EksApi;
let kube: KubeApi;
let secrets: Server;
let handlers: Record<Stage, Handler>;

/** A Secrets Manager with one secret: the address of a webhook that is not Slack's. */
async function startSecrets(): Promise<string> {
  secrets = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ SecretString: 'http://127.0.0.1:9/planted-secret' }));
  });
  await new Promise<void>((resolve) => secrets.listen(0, '127.0.0.1', resolve));
  const address = secrets.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

beforeAll(async () => {
  s3 = await startS3Server({ buckets: { [bucket]: {} } });
  kube = await startKubeApi({ tokens: 'eks', objects: pods });
  const description = {
    name: 'shop',
    arn: `arn:aws:eks:${s3.region}:${account}:cluster/shop`,
    version: '1.34',
    status: 'ACTIVE',
    endpoint: kube.url,
    certificateAuthority: { data: btoa(kube.caPem) },
    accessConfig: { authenticationMode: 'API' },
  };
  eks = await startEksApi({ clusters: [{ name: 'shop', description }] });
  // As Lambda sets them; the endpoints are those that the clients look up by themselves.
  Object.assign(process.env, {
    AWS_REGION: s3.region,
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ENDPOINT_URL: eks.endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: await startSecrets(),
    RINGFENCE_BUCKET: bucket,
    RINGFENCE_ACCOUNT: account,
    RINGFENCE_REGIONS: s3.region,
    RINGFENCE_WEBHOOK_SECRET_ARN: `arn:aws:secretsmanager:${s3.region}:${account}:secret:slack-x`,
  });
  handlers = {
    discover: (await import('../functions/discover/handler.ts')).handler,
    snapshot: (await import('../functions/snapshot/handler.ts')).handler,
    assess: (await import('../functions/assess/handler.ts')).handler,
    report: (await import('../functions/report/handler.ts')).handler,
    notify: (await import('../functions/notify/handler.ts')).handler,
  };
});

afterAll(async () => {
  secrets.close();
  secrets.closeAllConnections();
  await Promise.all([s3.close(), eks.close()]);
});

async function artifact(key: string): Promise<unknown> {
  const client = clientOf(s3);
  const bytes = (await s3Store({ client, bucket }).read(key)) ?? new Uint8Array();
  client.destroy();
  const text = key.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  return JSON.parse(new TextDecoder().decode(text));
}

describe('the handlers, one after another as the state machine calls them', () => {
  const cluster = () => ({ account, region: s3.region, name: 'shop' });

  test('take a cluster from discovery to evidence, in silence when nothing got worse', async () => {
    const scan = { scanId: first, cluster: cluster() };
    expect(await handlers.discover({ scanId: first })).toEqual({
      scanId: first,
      clusters: [cluster()],
    });
    await handlers.snapshot(scan);
    await handlers.assess(scan);
    expect(await handlers.report(scan)).toEqual({ isLatest: true });
    expect(await handlers.report({ scanId: first })).toEqual({ notAssessed: 0, unreachable: 0 });
    expect(await handlers.notify({ scanId: first })).toEqual({
      sent: false,
      reason: 'nothingGotWorse',
    });
    expect(kube.tokenFaults).toEqual([]);
    const snapshot = storedSnapshotSchema.parse(await artifact(storeKeys.snapshot(scan)));
    expect(snapshot.pods.map(({ name }) => name)).toEqual(['pod-0000', 'pod-0001', 'pod-0002']);
    const latest = latestSchema.parse(await artifact(storeKeys.latest(cluster())));
    expect(latest.scanId).toBe(first);
    const summary = summarySchema.parse(await artifact(storeKeys.summary(first)));
    expect(summary.clusters.map((row) => row.cluster)).toEqual([cluster()]);
  });

  test('give the same answers when they are called again', async () => {
    const scan = { scanId: first, cluster: cluster() };
    expect(await handlers.discover({ scanId: first })).toEqual({
      scanId: first,
      clusters: [cluster()],
    });
    expect(await handlers.snapshot(scan)).toMatchObject({ outcome: 'alreadyThere' });
    await handlers.assess(scan);
    expect(await handlers.report(scan)).toEqual({ isLatest: true });
    expect(await handlers.report({ scanId: first })).toEqual({ notAssessed: 0, unreachable: 0 });
  });

  test('count a cluster that went away, and refuse an address that is not Slack’s', async () => {
    await kube.close();
    const scan = { scanId: second, cluster: cluster() };
    await handlers.discover({ scanId: second });
    await expect(handlers.snapshot(scan)).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE' });
    expect(await handlers.report({ scanId: second })).toEqual({ notAssessed: 1, unreachable: 0 });
    await expect(handlers.notify({ scanId: second })).rejects.toMatchObject({
      code: 'MESSAGE_FAILED',
      message: 'the webhook address is not one of Slack',
    });
  });

  test.each<[Stage, unknown]>([
    ['discover', {}],
    ['snapshot', { scanId: first }],
    ['assess', { scanId: '../up', cluster: {} }],
    ['report', { scanId: first, cluster: { name: 'a/b' } }],
    ['notify', undefined],
  ])('%s refuses an event of another shape', async (stage, event) => {
    await expect(handlers[stage](event)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('the event is not what the stage expects'),
    });
  });
});
