import type { KubernetesRead } from '../../model/reads.ts';
import type { SnapshotSource } from '../../model/snapshot.ts';
import {
  type ClusterReader,
  type ListRecord,
  type PageSink,
  ReadFailure,
} from '../../model/world.ts';
import type { KubeAccess } from './kube-access.ts';
import { objectVersion, saysNotFound } from './kube-answer.ts';
import { kubeDiscovery, listedInVain } from './kube-discovery.ts';
import { kubeGet, refusal } from './kube-get.ts';
import { readList } from './kube-list.ts';
import { kubePath } from './kube-path.ts';

type KubeReaderParts = {
  readonly access: KubeAccess;
  readonly source: SnapshotSource;
  readonly kubernetesVersion: string | undefined;
  readonly readAws: ClusterReader['readAws'];
};

/** Reads a live cluster over the Kubernetes API. */
export function kubeReader(parts: KubeReaderParts): ClusterReader {
  const { access, source, kubernetesVersion, readAws } = parts;
  const whereServed = kubeDiscovery(access);
  const readAt = (read: KubernetesRead, sink: PageSink) =>
    (read.object === undefined ? readList : readObject)(access, read, sink);
  return {
    source,
    kubernetesVersion,
    readKubernetes: async (read, sink) => {
      try {
        return await readAt(read, sink);
      } catch (error) {
        if (!isNotServed(error) || read.isBuiltIn) throw error;
        return await listedRead(await whereServed(read, error), (found) => readAt(found, sink));
      }
    },
    readAws,
    // Whatever is still under way belongs to a read that was given up.
    close: () => access.connection.dispatcher.destroy(),
  };
}

/** A read that discovery lists: that it is not served after all says nothing about the kind. */
async function listedRead(
  read: KubernetesRead,
  readAt: (read: KubernetesRead) => Promise<ListRecord>,
): Promise<ListRecord> {
  try {
    return await readAt(read);
  } catch (error) {
    throw isNotServed(error) ? listedInVain(read) : error;
  }
}

/** An object that is not there is an answer, not a failure. */
async function readObject(
  access: KubeAccess,
  read: KubernetesRead,
  sink: PageSink,
): Promise<ListRecord> {
  const response = await kubeGet(access, { path: kubePath(read), accept: 'application/json' });
  if (saysNotFound(response)) return { pages: 0 };
  if (response.status !== 200) throw refusal(response);
  const resourceVersion = objectVersion(response, read);
  sink.page([response.json]);
  return { pages: 1, ...(resourceVersion === undefined ? {} : { resourceVersion }) };
}

const isNotServed = (error: unknown): error is ReadFailure =>
  error instanceof ReadFailure && error.reason === 'notServed';
