import type { AwsReadId, KubernetesRead } from '../../model/reads.ts';
import type { SnapshotSource } from '../../model/snapshot.ts';
import {
  type ClusterReader,
  type ListRecord,
  type PageSink,
  ReadFailure,
} from '../../model/world.ts';
import type { KubeAccess } from './kube-access.ts';
import { objectVersion, saysNotFound } from './kube-answer.ts';
import { kubeDiscovery } from './kube-discovery.ts';
import { kubeGet, refusal } from './kube-get.ts';
import { readList } from './kube-list.ts';
import { kubePath } from './kube-path.ts';

type KubeReaderParts = {
  readonly access: KubeAccess;
  readonly source: SnapshotSource;
  readonly kubernetesVersion: string | undefined;
  readonly readAws: (read: AwsReadId) => Promise<readonly unknown[]>;
};

/** Reads a live cluster over the Kubernetes API. */
export function kubeReader(parts: KubeReaderParts): ClusterReader {
  const { access, source, kubernetesVersion, readAws } = parts;
  const whyNotServed = kubeDiscovery(access);
  return {
    source,
    kubernetesVersion,
    readKubernetes: async (read, sink) => {
      try {
        return await (read.object === undefined ? readList : readObject)(access, read, sink);
      } catch (error) {
        const isNotServed = error instanceof ReadFailure && error.reason === 'notServed';
        if (!isNotServed || read.isBuiltIn) throw error;
        throw await whyNotServed(read, error);
      }
    },
    readAws,
    // Whatever is still under way belongs to a read that was given up.
    close: () => access.connection.dispatcher.destroy(),
  };
}

/** An object that is not there is an answer, not a failure. */
async function readObject(
  access: KubeAccess,
  read: KubernetesRead,
  sink: PageSink,
): Promise<ListRecord> {
  const accept = read.form === 'metadata' ? metadataObject : 'application/json';
  const response = await kubeGet(access, { path: kubePath(read), accept });
  if (saysNotFound(response)) return { pages: 0 };
  if (response.status !== 200) throw refusal(response);
  const resourceVersion = objectVersion(response, read);
  sink.page([response.json]);
  return { pages: 1, ...(resourceVersion === undefined ? {} : { resourceVersion }) };
}

const metadataObject = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
