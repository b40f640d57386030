import type { Webhook } from '../../model/admission-objects.ts';
import { gapsIn } from '../../model/gaps.ts';
import type { Namespace, Snapshot } from '../../model/snapshot.ts';
import type { Certainty } from '../reach/profiles/profile.ts';
import { everyOf, type NamespaceTest, someOf } from './certainty.ts';
import { type CreatedKind, podMakers, pods, takesIn } from './match-resources.ts';
import { needsLabels, selectsNamespace } from './namespace-selector.ts';
import { engineOf, type PolicyEngine } from './policy-engines.ts';

/** A webhook of a policy engine that sees pods, or what makes them, when they are created. */
export type EngineWebhook = {
  readonly engine: PolicyEngine;
  readonly webhook: Webhook;
  /** Whether all requests for the engine go through it. */
  readonly isGate: boolean;
  /**
   * Whether nothing gets past it: it lets through no request that was not answered, and no labels
   * or expressions keep objects away from it.
   */
  readonly isStrict: boolean;
  /** Whether it sees pods at all, and not only what makes them. */
  readonly seesPods: boolean;
  /** The namespaces that it sees all pods of, but for pods that labels keep away. */
  readonly seesPodsIn: NamespaceTest;
};

const known = new WeakMap<Snapshot, readonly EngineWebhook[]>();

/** Validating webhooks, and mutating ones of engines that refuse objects there. */
export function engineWebhooks(snapshot: Snapshot): readonly EngineWebhook[] {
  const before = known.get(snapshot);
  if (before !== undefined) return before;
  const found = snapshot.webhooks.flatMap((webhook): readonly EngineWebhook[] => {
    const engine = engineOf(webhook);
    const refuses =
      webhook.kind === 'ValidatingWebhookConfiguration' || engine?.refusesWhereItMutates === true;
    return engine !== undefined && refuses && sees(webhook, podMakers)
      ? [engineWebhook(engine, webhook)]
      : [];
  });
  known.set(snapshot, found);
  return found;
}

/** Whether a webhook is asked when one of these kinds is created. */
export function sees({ rules }: Webhook, kinds: readonly CreatedKind[]): boolean {
  return kinds.some((kind) => takesIn(rules, kind) !== 'no');
}

function engineWebhook(engine: PolicyEngine, webhook: Webhook): EngineWebhook {
  const selects = selectsNamespace(webhook.namespaceSelector);
  const ofPods = takesIn(webhook.rules, pods);
  return {
    engine,
    webhook,
    isGate: engine.isGate?.(webhook) ?? false,
    isStrict:
      webhook.failurePolicy !== 'Ignore' &&
      !needsLabels(webhook.objectSelector) &&
      webhook.matchConditions === 0,
    seesPods: ofPods !== 'no',
    seesPodsIn: (namespace) => everyOf([ofPods, selects(namespace)]),
  };
}

/** Whether any webhook of an engine is strict. */
export function hasStrictWebhook(snapshot: Snapshot, engine: PolicyEngine): boolean {
  return engineWebhooks(snapshot).some((found) => found.engine === engine && found.isStrict);
}

/**
 * Whether an engine is asked about every pod created in a namespace. Only a strict gate tells for
 * sure that it is, and gates that all leave the namespace out that it is not: without any gate the
 * engine may be one that makes its webhooks when it starts. Engines tend to leave their own
 * namespace alone.
 */
export function isAskedIn(
  namespace: Namespace,
  engine: PolicyEngine,
  snapshot: Snapshot,
): Certainty {
  const gates = engineWebhooks(snapshot).filter(
    (found) => found.engine === engine && found.isGate && found.seesPods,
  );
  const seen = someOf(gates.map(({ seesPodsIn }) => seesPodsIn(namespace)));
  const isComplete = gapsIn(snapshot, ['validatingwebhookconfigurations']).length === 0;
  if (seen === 'no') return gates.length > 0 && isComplete ? 'no' : 'undefined';
  const isSure = gates.some(
    ({ isStrict, seesPodsIn, webhook }) =>
      isStrict && seesPodsIn(namespace) === 'yes' && webhook.service?.namespace !== namespace.name,
  );
  return isSure ? 'yes' : 'undefined';
}
