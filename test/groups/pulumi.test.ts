import { runTogether } from "./together";

runTogether("pulumi");
