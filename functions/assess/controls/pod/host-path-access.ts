import { control } from '../../../model/control.ts';
import { type HostPathMount, judgeHostPathMounts } from '../../pods/host-path-mounts.ts';
import { hostPathItems, hostPathReads } from '../../pods/host-paths.ts';
import { isRuntimeSocket, sensitiveContent } from '../../pods/node-paths.ts';
import { containerSnippets } from '../../pods/template-snippets.ts';

/**
 * What a mount gives: writing anywhere on the node, or reading what opens doors. A socket of the
 * container runtime is left to POD-12, because neither is the harm of it. A PersistentVolume of
 * type local is a disk that was set aside, and meant to be written; only what can be read there
 * counts. Reading logs, certificates of authorities or the time zone passes.
 */
export const hostPathAccess = control({
  id: 'POD-11',
  title: 'No container writes to its node or reads credentials there',
  domain: 'pod',
  severity: 'high',
  reachMax: 'node',
  rationale:
    'Whoever writes to the files of a node, or reads the tokens and keys that lie there, takes the ' +
    'node over and the pods on it.',
  remediation:
    'Mount the host path with readOnly: true and name the one folder or file that is needed, ' +
    'instead of a folder above it.',
  snippets: containerSnippets({
    volumeMounts: [{ name: 'VOLUME', mountPath: 'MOUNT_PATH', readOnly: true }],
  }),
  ...hostPathReads,
  items: hostPathItems,
  judge: (item) => judgeHostPathMounts(item, harmOf),
});

function harmOf({ path, readOnly, isLocal }: HostPathMount): string | undefined {
  if (isRuntimeSocket(path)) return undefined;
  const content = sensitiveContent(path);
  const isWritable = !readOnly && (!isLocal || content !== undefined);
  const harms = [...(isWritable ? ['writable'] : []), ...(content === undefined ? [] : [content])];
  return harms.length === 0 ? undefined : harms.join(', ');
}
