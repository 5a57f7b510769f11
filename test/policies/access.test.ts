import { accessRules } from '../support/all-rules';
import { proveAll } from '../support/rules';

proveAll(accessRules);
