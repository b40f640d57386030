import type {
  Constraint,
  KyvernoPolicy,
  ValidatingAdmissionPolicy,
} from '../../../model/admission-objects.ts';
import { control } from '../../../model/control.ts';
import { gapsIn, gapText } from '../../../model/gaps.ts';
import { constraintReadIds, kyvernoReadIds } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import {
  judgeBy,
  pass,
  type Reach,
  type Subject,
  unknown,
  type Verdict,
} from '../../../model/verdict.ts';
import { denies } from '../../admission/gatekeeper-guards.ts';
import { areConstraintsRead } from '../../admission/gatekeeper-library.ts';
import { refuses } from '../../admission/kyverno-rules.ts';
import { isDenying } from '../../admission/validating-admission-policies.ts';

type Item = { readonly subject: Subject; readonly verdict: Verdict };

/** A policy passes where any part of it refuses: what it only reports elsewhere is its design. */
export const admissionEnforcement = control({
  id: 'ADM-06',
  title: 'Admission policies refuse what they find',
  domain: 'platform',
  severity: 'medium',
  reachMax: 'cluster',
  rationale:
    'A policy that only warns or reports looks like a guard, and everything it objects to is ' +
    'created all the same.',
  remediation:
    'Bind the policy with validationActions: [Deny], set failureAction: Enforce in Kyverno or ' +
    'enforcementAction: deny in Gatekeeper, once its reports are clean. Delete a policy that nobody ' +
    'means to enforce.',
  snippets: [
    {
      form: 'kubectl',
      text:
        'kubectl patch validatingadmissionpolicybinding BINDING --type=merge \\\n' +
        '  --patch \'{"spec": {"validationActions": ["Deny"]}}\'\n' +
        'kubectl patch clusterpolicy POLICY --type=merge \\\n' +
        '  --patch \'{"spec": {"validationFailureAction": "Enforce"}}\'\n' +
        'kubectl patch CONSTRAINT_KIND CONSTRAINT --type=merge \\\n' +
        '  --patch \'{"spec": {"enforcementAction": "deny"}}\'',
    },
    {
      form: 'yaml',
      text:
        'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\n' +
        'metadata:\n  name: POLICY\nspec:\n  policyName: POLICY\n  validationActions: [Deny]',
    },
  ],
  subjectReads: [
    'validatingadmissionpolicies',
    ...kyvernoReadIds,
    'constrainttemplates.templates.gatekeeper.sh',
    ...constraintReadIds,
  ],
  judgementReads: [],
  consultedReads: ['validatingadmissionpolicybindings'],
  items: (snapshot): readonly Item[] => [
    ...snapshot.validatingAdmissionPolicies.map((policy) => ({
      subject: { kind: 'ValidatingAdmissionPolicy', name: policy.name },
      verdict: judgeAdmissionPolicy(policy, snapshot),
    })),
    ...snapshot.kyvernoPolicies.map((policy) => ({
      subject: subjectOf(policy),
      verdict: judgeKyverno(policy),
    })),
    ...snapshot.constraintTemplates
      .filter(({ kind }) => !areConstraintsRead(kind))
      .map(({ name }) => ({
        subject: { kind: 'ConstraintTemplate', name },
        verdict: unknown('its constraints are not read'),
      })),
    ...snapshot.constraints.map((constraint) => ({
      subject: { kind: constraint.kind, name: constraint.name },
      verdict: judgeConstraint(constraint),
    })),
  ],
  judge: ({ verdict }) => verdict,
});

function judgeAdmissionPolicy(
  { name, validations }: ValidatingAdmissionPolicy,
  snapshot: Snapshot,
): Verdict {
  if (validations.length === 0) {
    return {
      outcome: 'notApplicable',
      why: 'it has no validations and only writes to the audit log',
    };
  }
  const bindings = snapshot.admissionPolicyBindings.filter(({ policyName }) => policyName === name);
  if (bindings.some(isDenying)) return pass;
  const [gap] = gapsIn(snapshot, ['validatingadmissionpolicybindings']);
  if (gap !== undefined) return unknown(gapText(gap));
  const values = bindings.map(
    (binding) => `${binding.name} only for ${binding.validationActions.join(' and ')}`,
  );
  return failing('bindings', values.length === 0 ? ['none'] : values, 'cluster');
}

function judgeKyverno(policy: KyvernoPolicy): Verdict {
  const rules = policy.rules.filter(({ validates, verifiesImages }) => validates || verifiesImages);
  if (rules.length === 0) {
    return { outcome: 'notApplicable', why: 'it neither validates nor verifies images' };
  }
  const acting = rules.map((rule) => refuses(policy, rule));
  if (acting.includes('yes')) return pass;
  if (acting.includes('undefined')) return unknown('its failure action differs by namespace');
  const reach = policy.namespace === undefined ? 'cluster' : 'namespace';
  if (!policy.isForAdmission) return failing('admission', ['false'], reach);
  return failing(
    'failureAction',
    rules.map((rule) => rule.failureAction ?? policy.failureAction),
    reach,
  );
}

function judgeConstraint(constraint: Constraint): Verdict {
  const isDenied = denies(constraint);
  if (isDenied === 'yes') return pass;
  const { enforcementAction } = constraint;
  return isDenied === 'no'
    ? failing('enforcementAction', [enforcementAction], 'cluster')
    : unknown(`what enforcementAction ${enforcementAction} comes to`);
}

function failing(path: string, values: readonly string[], reach: Reach): Verdict {
  return judgeBy(
    [...new Set(values)].map((value) => ({ path, value })),
    reach,
  );
}

function subjectOf({ kind, namespace, name }: KyvernoPolicy): Subject {
  return { kind, ...(namespace !== undefined && { namespace }), name };
}
