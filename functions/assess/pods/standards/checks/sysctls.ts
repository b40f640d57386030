import type { Check, Fault, PlacedSpec } from '../check.ts';
import { faultAt } from '../faults.ts';
import { podPlace } from '../setters.ts';

const since0: readonly string[] = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
];
const since27: readonly string[] = [...since0, 'net.ipv4.ip_local_reserved_ports'];
const since29: readonly string[] = [
  ...since27,
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
];
const since32: readonly string[] = [...since29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'];
const since37: readonly string[] = [
  ...since32,
  'net.ipv4.tcp_slow_start_after_idle',
  'net.ipv4.tcp_notsent_lowat',
];

/** Pod Security Standards, baseline, "Sysctls", from v1.0; the list of safe ones grows. */
export const sysctls: Check = {
  id: 'sysctls',
  level: 'baseline',
  reason: 'forbidden sysctls',
  versions: [
    { since: 0, faultsIn: (pod) => faultsBeyond(since0, pod) },
    { since: 27, faultsIn: (pod) => faultsBeyond(since27, pod) },
    { since: 29, faultsIn: (pod) => faultsBeyond(since29, pod) },
    { since: 32, faultsIn: (pod) => faultsBeyond(since32, pod) },
    { since: 37, faultsIn: (pod) => faultsBeyond(since37, pod) },
  ],
};

function faultsBeyond(allowed: readonly string[], { spec }: PlacedSpec): readonly Fault[] {
  return spec.securityContext.sysctls
    .filter(({ name }) => !allowed.includes(name))
    .map(({ name }) => faultAt(podPlace, 'securityContext.sysctls', name));
}
