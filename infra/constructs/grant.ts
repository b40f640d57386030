import { Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';

type Grant = {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
};

/** Allows a role exactly these actions on these resources. */
export function grant(role: Role, { actions, resources }: Grant): void {
  const policy = new PolicyStatement({ actions: [...actions], resources: [...resources] });
  role.addToPrincipalPolicy(policy);
}

/** A wildcard that stays, as cdk-nag names it, and why it cannot be narrower. */
export type Acknowledged = { readonly wildcard: string; readonly reason: string };

export function acknowledgeWildcards(role: Role, wildcards: readonly Acknowledged[]): void {
  for (const { wildcard, reason } of wildcards) {
    Validations.of(role).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::${wildcard}]`,
      reason,
    });
  }
}
