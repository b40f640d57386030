import type { Webhook } from '../../model/admission-objects.ts';

/** A product that decides about objects by policies, known by the names of its webhooks. */
export type PolicyEngine = {
  readonly title: string;
  /** Of a webhook, or of the configuration that holds it. */
  readonly isOf: (names: Pick<Webhook, 'name' | 'configuration'>) => boolean;
  /**
   * The webhooks that all requests go through. Not set where each policy has a webhook of its own,
   * whose selectors are the policy's.
   */
  readonly isGate?: (webhook: Pick<Webhook, 'name'>) => boolean;
  /** Whether its policies may ask for signatures of images. */
  readonly mayVerifyImages?: true;
  /** Whether it refuses objects in mutating webhooks too. */
  readonly refusesWhereItMutates?: true;
};

const byWebhook =
  (ending: string): PolicyEngine['isOf'] =>
  ({ name }) =>
    name === ending || name.endsWith(ending);

const byConfiguration =
  (beginning: string): PolicyEngine['isOf'] =>
  ({ configuration }) =>
    configuration.startsWith(beginning);

export const kyverno: PolicyEngine = {
  title: 'Kyverno',
  isOf: ({ name }) => /(^|\.)kyverno\.svc(-|$)/.test(name),
  // Others serve one policy, or the policies themselves: `...-finegrained-NAME`, `vpol.validate...`.
  isGate: ({ name }) => /^validate\.kyverno\.svc(-fail|-ignore)?$/.test(name),
  mayVerifyImages: true,
};

export const gatekeeper: PolicyEngine = {
  title: 'Gatekeeper',
  isOf: byWebhook('.gatekeeper.sh'),
  isGate: ({ name }) => name === 'validation.gatekeeper.sh',
};

/** Engines whose policies no snapshot holds. */
const otherEngines: readonly PolicyEngine[] = [
  {
    title: 'Open Policy Agent',
    isOf: byWebhook('.openpolicyagent.org'),
    isGate: ({ name }) => name === 'validating-webhook.openpolicyagent.org',
  },
  { title: 'Kubewarden', isOf: byWebhook('.kubewarden.admission'), mayVerifyImages: true },
  { title: 'jsPolicy', isOf: byConfiguration('jspolicy') },
  { title: 'Polaris', isOf: byConfiguration('polaris') },
  { title: 'Datree', isOf: byConfiguration('datree') },
  { title: 'k-rail', isOf: byConfiguration('k-rail') },
  { title: 'Fairwinds Insights', isOf: byConfiguration('insights-admission') },
  { title: 'StackRox', isOf: byWebhook('.stackrox.io'), mayVerifyImages: true },
  { title: 'NeuVector', isOf: byConfiguration('neuvector'), mayVerifyImages: true },
  { title: 'Prisma Cloud', isOf: byWebhook('.twistlock.com'), mayVerifyImages: true },
  { title: 'Aqua', isOf: byWebhook('.aquasec.com'), mayVerifyImages: true },
  { title: 'Sysdig', isOf: byConfiguration('sysdig-admission'), mayVerifyImages: true },
  { title: 'Falcon', isOf: byConfiguration('falcon'), mayVerifyImages: true },
  { title: 'Wiz', isOf: byConfiguration('wiz-admission'), mayVerifyImages: true },
  {
    title: 'Sigstore policy-controller',
    isOf: byWebhook('policy.sigstore.dev'),
    mayVerifyImages: true,
  },
  {
    title: 'Connaisseur',
    isOf: byConfiguration('connaisseur'),
    mayVerifyImages: true,
    refusesWhereItMutates: true,
  },
  {
    title: 'Portieris',
    isOf: byConfiguration('image-admission-config'),
    mayVerifyImages: true,
    refusesWhereItMutates: true,
  },
];

const engines = [kyverno, gatekeeper, ...otherEngines];

/** The engine that a webhook belongs to; undefined for one of another kind of product. */
export function engineOf(webhook: Webhook): PolicyEngine | undefined {
  return engines.find(({ isOf }) => isOf(webhook));
}

/** Configurations that EKS puts into every cluster, and keeps as they are. */
const configurationsOfEks: ReadonlySet<string> = new Set([
  'vpc-resource-validating-webhook',
  'vpc-resource-mutating-webhook',
  'eks-aws-auth-configmap-validation-webhook',
  'pod-identity-webhook',
]);

export function isWebhookOfEks({ configuration }: Webhook): boolean {
  return configurationsOfEks.has(configuration);
}
