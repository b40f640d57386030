import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { grant } from './grant.ts';

type EvidenceBucketProps = { readonly retentionDays: number };

const accessLogDays = 365;
const pointers = '*/latest.json';

const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  removalPolicy: RemovalPolicy.RETAIN,
} as const satisfies BucketProps;

/** Where evidence is kept: written once, encrypted with a key of its own, and left on deletion. */
export class EvidenceBucket extends Construct {
  readonly bucket: Bucket;
  readonly #key: Key;

  constructor(scope: Construct, id: string, { retentionDays }: EvidenceBucketProps) {
    super(scope, id);
    this.#key = new Key(this, 'Key', {
      description: 'Encrypts the evidence of Ringfence.',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...closed,
      // Amazon S3 delivers access logs only to buckets that it encrypts with its own key.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(accessLogDays) }],
    });
    this.bucket = new Bucket(this, 'Bucket', {
      ...closed,
      versioned: true,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.#key,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: accessLogs,
      lifecycleRules: [
        {
          expiration: Duration.days(retentionDays),
          noncurrentVersionExpiration: Duration.days(retentionDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    this.#refuseOverwriting();
  }

  grantRead(role: Role, keys: readonly string[]): void {
    grant(role, { actions: ['s3:GetObject'], ...this.#objects(keys) });
    // Without it S3 answers 403 for an object that is not there, and absence looks like denial.
    grant(role, { actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] });
    grant(role, { actions: ['kms:Decrypt'], resources: [this.#key.keyArn] });
  }

  /** Writing includes reading what is there: a refused write is compared with what it met. */
  grantWrite(role: Role, keys: readonly string[]): void {
    this.grantRead(role, keys);
    grant(role, { actions: ['s3:PutObject'], ...this.#objects(keys) });
    grant(role, { actions: ['kms:GenerateDataKey'], resources: [this.#key.keyArn] });
  }

  #objects(keys: readonly string[]) {
    return {
      resources: keys.map((key) => this.bucket.arnForObjects(key)),
      whyWildcard: 'Scans and clusters come and go; the kind of artifact is fixed.',
    };
  }

  /**
   * Whoever writes, an artifact is written only where there is none, and a pointer only by a
   * conditional write. The parts of a multipart upload carry no condition; their completion does.
   */
  #refuseOverwriting(): void {
    const writes = {
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:PutObject'],
    };
    const Bool = { 's3:ObjectCreationOperation': 'true' };
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        ...writes,
        sid: 'ArtifactsAreWrittenOnce',
        notResources: [this.bucket.arnForObjects(pointers)],
        conditions: { Null: { 's3:if-none-match': 'true' }, Bool },
      }),
    );
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        ...writes,
        sid: 'PointersMoveByCondition',
        resources: [this.bucket.arnForObjects(pointers)],
        conditions: { Null: { 's3:if-none-match': 'true', 's3:if-match': 'true' }, Bool },
      }),
    );
  }
}
