import { oneLine } from '../../../model/one-line.ts';
import {
  type NamespaceSecurity,
  type SecurityLevel,
  securityLevels,
} from '../../../model/pod-security.ts';
import type { Namespace } from '../../../model/snapshot.ts';

type LevelAtVersion = NamespaceSecurity['enforce'];

export type NamespacePolicy = Pick<NamespaceSecurity, 'enforce' | 'warn' | 'audit' | 'faults'>;

type Mode = 'enforce' | 'audit' | 'warn';

/** What the API server makes of a level label whose value it does not know. */
const levelInDoubt: Readonly<Record<Mode, SecurityLevel>> = {
  enforce: 'restricted',
  audit: 'privileged',
  warn: 'privileged',
};

/**
 * What applies without a label. EKS takes no AdmissionConfiguration, so nobody can change this, and
 * there are no exemptions (kubernetes.io, "Pod Security Admission").
 */
const byDefault: LevelAtVersion = { level: 'privileged', version: 'latest' };

/**
 * What the labels of a namespace ask for, as Kubernetes resolves them (pod-security-admission,
 * api/helpers.go, PolicyToEvaluate). What enforces fails closed, what only tells fails open.
 */
export function namespacePolicy(labels: Namespace['labels']): NamespacePolicy {
  const read = readerOf(labels);
  const enforce = read.mode('enforce');
  const audit = read.mode('audit');
  const warn = read.mode('warn');
  return {
    enforce,
    audit,
    warn: labels[levelLabel('warn')] === undefined ? raised(warn, enforce, labels) : warn,
    faults: read.faults,
  };
}

const prefix = 'pod-security.kubernetes.io/';
const levelLabel = (mode: Mode): string => `${prefix}${mode}`;
const versionLabel = (mode: Mode): string => `${prefix}${mode}-version`;
const versionForm = /^(latest|v1\.(0|[1-9][0-9]*))$/;

function readerOf(labels: Namespace['labels']) {
  const faults: string[] = [];
  const given = (label: string, isKnown: boolean, instead: string): void => {
    if (!isKnown) faults.push(oneLine(`${label}=${labels[label]} is taken for ${instead}`));
  };
  return {
    faults,
    mode(mode: Mode): LevelAtVersion {
      const text = labels[levelLabel(mode)] ?? byDefault.level;
      const level = levelNamed(text);
      given(levelLabel(mode), level !== undefined, levelInDoubt[mode]);
      const version = labels[versionLabel(mode)] ?? byDefault.version;
      const isVersion = versionForm.test(version);
      given(versionLabel(mode), isVersion, byDefault.version);
      return {
        level: level ?? levelInDoubt[mode],
        version: isVersion ? version : byDefault.version,
      };
    },
  };
}

function levelNamed(text: string): SecurityLevel | undefined {
  return securityLevels.find((level) => level === text);
}

/** Whoever enforces a level is warned of it too, if nothing else is said about warnings. */
function raised(
  warn: LevelAtVersion,
  enforce: LevelAtVersion,
  labels: Namespace['labels'],
): LevelAtVersion {
  const isAsked = levelNamed(labels[levelLabel('enforce')] ?? '') !== undefined;
  if (!isAsked || enforce.level === 'privileged') return warn;
  const hasOwnVersion = labels[versionLabel('warn')] !== undefined;
  return { level: enforce.level, version: hasOwnVersion ? warn.version : enforce.version };
}
