import { absent, noFurtherEntry, present, unchanged } from './direction';
import { rule, type TypeGuards } from './guard-rule';

const boundary = rule(
  'PermissionsBoundary',
  // Another boundary is compared by what it allows.
  (before, after, whole) => (before !== undefined && after !== undefined ? 'same' : present(before, after, whole)),
  'whatever a later policy allows, it may do',
);

/** What limits whoever acts, beside what access itself tells. */
export const identityGuards: Readonly<Record<string, TypeGuards>> = {
  'AWS::IAM::Role': { rules: [boundary] },
  'AWS::IAM::User': { rules: [boundary, rule('LoginProfile', absent, 'it can sign in with a password')] },
  'AWS::IAM::AccessKey': { rules: [], more: 'its secret stands in the template, and rotates only with it' },
  'AWS::IAM::OIDCProvider': {
    rules: [
      rule('ClientIdList', unchanged, 'tokens for others are accepted'),
      rule('ThumbprintList', unchanged, 'another certificate is trusted'),
    ],
  },
  'AWS::IAM::SAMLProvider': { rules: [rule('SamlMetadataDocument', unchanged, 'somebody else says who signs in')] },
  'AWS::Lambda::Url': {
    rules: [rule('AuthType', unchanged, 'anybody may call it')],
    more: 'it can be called from the internet',
  },
  'AWS::EC2::SecurityGroup': {
    rules: [
      rule('SecurityGroupIngress', noFurtherEntry, 'more can reach it'),
      rule('SecurityGroupEgress', noFurtherEntry, 'it can reach more'),
    ],
  },
  'AWS::EC2::SecurityGroupEgress': {
    rules: [rule('', unchanged, 'other traffic goes out')],
    more: 'more can be reached',
  },
  'AWS::EC2::SecurityGroupIngress': {
    rules: [rule('', unchanged, 'other traffic comes in')],
    more: 'more can reach it',
  },
  'AWS::EC2::Instance': { rules: [rule('MetadataOptions', present, 'its credentials are easier to steal')] },
  'AWS::ElasticLoadBalancingV2::Listener': {
    rules: [
      rule('SslPolicy', unchanged, 'older protocols may be spoken'),
      rule('Protocol', unchanged, 'it may be spoken to without encryption'),
    ],
  },
};
