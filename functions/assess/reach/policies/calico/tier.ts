import * as z from 'zod';
import type { OtherPolicy } from '../../../../model/snapshot.ts';
import {
  child,
  type Field,
  faultsOf,
  isMissing,
  notUnderstood,
  oneOf,
  readAs,
  whysOf,
} from '../field.ts';
import { type Tier, tiers } from '../policy.ts';
import type { PolicyContext } from '../policy-context.ts';

/** The tier of a policy; with faults it stands before all others, and may not apply at all. */
type TierOfPolicy = {
  readonly tier: Tier;
  /**
   * "If the Tier applies to the endpoint, but takes no action on the packet the packet is dropped",
   * unless its `defaultAction` is Pass (docs.tigera.io, Tier).
   */
  readonly isolates: boolean;
  readonly faults: readonly string[];
};

/**
 * "If the order is omitted, it may be considered to be infinite". A number that can be subtracted
 * from itself stands for it.
 */
const lastOrder = Number.MAX_VALUE;
/** Before any order that can be read: wherever it belongs, nothing may be decided without it. */
export const unknownOrder = -Number.MAX_VALUE;

const admin = { tier: tiers.admin, isolates: false, faults: [] } as const;
const baseline = { tier: tiers.baseline, isolates: false, faults: [] } as const;

/**
 * The tiers that Calico makes itself, whose order and default action cannot be changed
 * (api/pkg/apis/projectcalico/v3/tier.go). NetworkPolicies are in `default`, the policies of the
 * upstream admin and baseline tiers in the others.
 */
const builtInTiers: ReadonlyMap<string, TierOfPolicy> = new Map<string, TierOfPolicy>([
  ['default', { tier: tiers.network, isolates: true, faults: [] }],
  ['kube-admin', admin],
  ['adminnetworkpolicy', admin],
  ['kube-baseline', baseline],
  ['baselineadminnetworkpolicy', baseline],
]);

/** Prefixes that name the tier in their second part. */
const prefixesBeforeTier = ['knp.', 'kcnp.', 'ossg.'];

/**
 * The tier that `spec.tier` names, else the part of the policy's name before the first dot
 * (libcalico-go/lib/names/policy.go, TierFromPolicyName), else `default`.
 */
export function tierOf(spec: Field, policyName: string, context: PolicyContext): TierOfPolicy {
  const field = child(spec, 'tier');
  const isUnnamed = isMissing(field) || field.value === '';
  const name = isUnnamed
    ? { value: tierInName(policyName) }
    : readAs(field, z.string(), 'the name of a tier');
  if ('why' in name) return unknownTier('unknown', [name.why]);
  return builtInTiers.get(name.value) ?? customTier(field, name.value, context);
}

/** The name with its tier, under which Calico stores and orders policies. */
export function nameWithTier(policyName: string): string {
  return policyName.includes('.') ? policyName : `default.${policyName}`;
}

function tierInName(policyName: string): string {
  const prefix = prefixesBeforeTier.find((each) => policyName.startsWith(each)) ?? '';
  return nameWithTier(policyName.slice(prefix.length)).split('.')[0] ?? '';
}

function customTier(field: Field, name: string, { policyObjects }: PolicyContext): TierOfPolicy {
  const found = policyObjects.find((object) => object.kind === 'Tier' && object.name === name);
  if (found !== undefined) return readTier(field, found);
  return unknownTier(name, [notUnderstood(field, `tier ${name} is not in the snapshot`)]);
}

function readTier(field: Field, { name, specs }: OtherPolicy): TierOfPolicy {
  const spec: Field = { path: `Tier/${name} spec`, value: specs[0] ?? undefined, report: () => {} };
  const order = orderAt(child(spec, 'order'));
  const actionField = child(spec, 'defaultAction');
  const action = isMissing(actionField) ? { value: 'Deny' } : oneOf(actionField, ['Deny', 'Pass']);
  const faults = [...faultsOf(spec, ['order', 'defaultAction']), ...whysOf([order, action])];
  if ('why' in order || 'why' in action || faults.length > 0) {
    return unknownTier(
      name,
      faults.map((fault) => notUnderstood(field, fault)),
    );
  }
  return { tier: { name, order: order.value }, isolates: action.value === 'Deny', faults: [] };
}

/** The `order` of a tier, or of a policy in its tier. */
export function orderAt(field: Field): ReturnType<typeof readAs<number>> {
  return isMissing(field) ? { value: lastOrder } : readAs(field, z.number(), 'a number');
}

function unknownTier(name: string, faults: readonly string[]): TierOfPolicy {
  return { tier: { name, order: unknownOrder }, isolates: true, faults };
}
