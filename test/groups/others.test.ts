import { runTogether } from "./together";

runTogether("others");
