import type { EksVersion } from '../../model/platform-objects.ts';
import type { Snapshot } from '../../model/snapshot.ts';

export type KubernetesVersion = { readonly major: number; readonly minor: number };

/** Of `1.33`, `v1.33.4-eks-3abbec1` and the like; undefined where a text is no version. */
export function parseVersion(text: string): KubernetesVersion | undefined {
  const [, major, minor] = /^v?(\d+)\.(\d+)(?![\d])/.exec(text) ?? [];
  return major === undefined || minor === undefined
    ? undefined
    : { major: Number(major), minor: Number(minor) };
}

export function versionText({ major, minor }: KubernetesVersion): string {
  return `${major}.${minor}`;
}

/** The version of the control plane: what EKS says, or else what the API server says. */
export function controlPlaneVersion({
  eksCluster,
  kubernetesVersion,
}: Snapshot): KubernetesVersion | undefined {
  return parseVersion(eksCluster?.version ?? kubernetesVersion ?? '');
}

export type Support =
  | { readonly is: 'standard' }
  | { readonly is: 'extended' | 'ended'; readonly until: string | undefined };

/** How long EKS supports a version; undefined where it does not list it, or says neither. */
export function supportOf(
  { eksVersions, takenAt }: Pick<Snapshot, 'eksVersions' | 'takenAt'>,
  version: KubernetesVersion,
): Support | undefined {
  const listed = eksVersions.find((each) => each.version === versionText(version));
  if (listed === undefined) return undefined;
  const is = statuses[listed.status ?? ''] ?? statusByDates(listed, takenAt);
  if (is === undefined) return undefined;
  return is === 'standard' ? { is } : { is, until: dayOf(listed.endOfExtendedSupport) };
}

const statuses: Readonly<Record<string, Support['is'] | undefined>> = {
  STANDARD_SUPPORT: 'standard',
  EXTENDED_SUPPORT: 'extended',
  UNSUPPORTED: 'ended',
};

/** A status that is missing follows from the dates, where both are there. */
function statusByDates(listed: EksVersion, takenAt: string): Support['is'] | undefined {
  const standard = dayOf(listed.endOfStandardSupport);
  const extended = dayOf(listed.endOfExtendedSupport);
  const today = dayOf(takenAt);
  if (standard === undefined || extended === undefined || today === undefined) return undefined;
  if (today > extended) return 'ended';
  return today > standard ? 'extended' : 'standard';
}

/** Days in ISO 8601 have the order of their texts. */
function dayOf(date: string | undefined): string | undefined {
  return /^\d{4}-\d{2}-\d{2}/.exec(date ?? '')?.[0];
}

/**
 * How a kubelet is out of step with the API server: it must not be newer, and may be three minor
 * versions older, before 1.25 two (Kubernetes version skew policy). Undefined where it is in step.
 */
export function skewOf(
  kubelet: KubernetesVersion,
  apiServer: KubernetesVersion,
): string | undefined {
  if (kubelet.major !== apiServer.major) return `another major version than ${apiServer.major}`;
  const behind = apiServer.minor - kubelet.minor;
  if (behind < 0) return `newer than the control plane at ${versionText(apiServer)}`;
  if (behind <= (kubelet.minor < 25 ? 2 : 3)) return undefined;
  return `${behind} minor versions behind the control plane at ${versionText(apiServer)}`;
}
