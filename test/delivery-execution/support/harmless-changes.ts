/** Changes that no question notices, each with why it does not matter. */
export const harmlessChanges: readonly { readonly change: RegExp; readonly because: string }[] = [
  {
    change: /^policy EndDeliverySources: Resource \S+:delivery-source:\S+ removed$/,
    because:
      'AWS’s reference asks for a destination where a delivery source is deleted, and cannot be asked about the source; its pages ask for the source, so both are granted.',
  },
  {
    change: /^boundary NeverPassOthers: NotResource \S+:role\/strongroom-<environment>-\* removed$/,
    because:
      'Where the environment’s name is short, the pattern of consumers holds the roles of its functions too. Where it is long, CloudFormation cuts the names that it makes, and this pattern alone holds those.',
  },
];
