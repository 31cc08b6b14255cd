import { runTogether } from "./together";

runTogether("policies-1");
