import { runTogether } from "./together";

runTogether("policies");
