import { runTogether } from "./together";

runTogether("sdk");
