import { accessRules, constructRules, wholeStackRules } from '../support/all-rules';
import { everyKind } from '../support/every-kind';
import { proveAll } from '../support/rules';

for (const subjects of [accessRules, constructRules, wholeStackRules]) proveAll(subjects, everyKind);
