import { wholeStackRules } from '../support/all-rules';
import { proveAll } from '../support/rules';

proveAll(wholeStackRules);
