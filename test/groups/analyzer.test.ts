import { runTogether } from "./together";

runTogether("analyzer");
