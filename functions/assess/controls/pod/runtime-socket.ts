import { control } from '../../../model/control.ts';
import { judgeHostPathMounts } from '../../pods/host-path-mounts.ts';
import { hostPathItems, hostPathReads } from '../../pods/host-paths.ts';
import { runtimeSocketIn } from '../../pods/node-paths.ts';
import { templatePatch } from '../../pods/template-snippets.ts';

/**
 * The socket or a folder above it, read-only or not: a read-only mount keeps nobody from connecting
 * to a socket in it. Whether this runtime runs on the nodes is not looked at.
 */
export const runtimeSocket = control({
  id: 'POD-12',
  title: 'No container reaches the socket of the container runtime',
  domain: 'pod',
  severity: 'critical',
  reachMax: 'node',
  rationale:
    'Whoever speaks to the container runtime starts a privileged container of their own on the ' +
    'node, and reads every other one.',
  remediation:
    'Remove the volume. Build images with a builder that needs no daemon, such as BuildKit without ' +
    'root, and collect logs from /var/log/pods, mounted read-only.',
  snippets: [
    {
      form: 'kubectl',
      text: [
        '# Names the volumes of a Deployment that lead to the node.',
        "kubectl get deployment NAME --namespace NAMESPACE --output jsonpath='{range " +
          '.spec.template.spec.volumes[?(@.hostPath)]}{.name}{"\\t"}{.hostPath.path}{"\\n"}{end}\'',
      ].join('\n'),
    },
    templatePatch({
      spec: {
        volumes: [{ name: 'VOLUME', $patch: 'delete' }],
        containers: [
          { name: 'CONTAINER', volumeMounts: [{ mountPath: 'MOUNT_PATH', $patch: 'delete' }] },
        ],
      },
    }),
  ],
  ...hostPathReads,
  items: hostPathItems,
  judge: (item) => judgeHostPathMounts(item, ({ path }) => runtimeSocketIn(path)),
});
