import classes from "./Swatch.module.css";

export function Swatch({ colour }: { colour: string }) {
  return (
    <span className={classes.root}>
      <span className={classes.colour} style={{ background: colour }} aria-hidden />
      {colour}
    </span>
  );
}
