import { describeStates } from './accessibility-steps';

describeStates('admin');
