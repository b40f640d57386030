import { expect } from '@jest/globals';
import { type KubernetesRead, kubernetesReads } from '../../functions/model/reads.ts';
import { type ClusterReader, ReadFailure } from '../../functions/model/world.ts';
import { kubeReader } from '../../functions/platform/kubernetes/kube-reader.ts';
import { connectTo, keepingSink } from './connect.ts';
import { type KubeApi, startKubeApi } from './kube-api.ts';

const open: { close(): Promise<void> }[] = [];

/** Closes every reader and server that was opened, readers first. */
export async function closeAll(): Promise<void> {
  for (const item of open.splice(0)) await item.close();
}

type Setup = NonNullable<Parameters<typeof startKubeApi>[0]>;
type World = {
  readonly api: KubeApi;
  readonly reader: ClusterReader;
  readonly waits: readonly number[];
};

/** A test server and a reader on it. */
export async function readerWorld(
  setup: Setup,
  limits: Parameters<typeof connectTo>[1] = {},
): Promise<World> {
  const api = await startKubeApi(setup);
  const { access, waits } = connectTo(api, limits);
  const reader = kubeReader({
    access,
    source: 'kubeconfig',
    kubernetesVersion: undefined,
    readAws: async () => [],
  });
  open.push(reader, api);
  return { api, reader, waits };
}

export const readOf = (id: string): KubernetesRead => {
  const read = kubernetesReads.find((candidate) => candidate.id === id);
  if (read === undefined) throw new Error(`no read ${id}`);
  return read;
};

/** The failure of a read that must fail. */
export async function failureOf(
  reader: ClusterReader,
  read = readOf('pods'),
  sink = keepingSink(),
): Promise<ReadFailure> {
  const thrown = await reader.readKubernetes(read, sink).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(ReadFailure);
  return thrown as ReadFailure;
}
